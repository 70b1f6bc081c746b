// Signs of life from an open case, the number of alerts, who asks for somebody, and what is new. Everything works without
// this file.
"use strict";

// Topic -> what looks at once when there is news about it.
const lookers = { calls: [], cases: [] };

const holding = document.getElementById("holding");
if (holding) {
  const pulse = setInterval(async () => {
    try {
      const answer = await fetch(holding.dataset.keep, { method: "POST", body: new FormData(holding), redirect: "manual" });
      if (answer.status === 409) {
        document.getElementById("lost").hidden = false;
        clearInterval(pulse);
      }
    } catch {
      // The line is down: the next pulse tries again, the lease at the centre decides.
    }
  }, 60_000);
}

// The number of alerts in a supervisor's menu, within a minute on every page.
const alerts = document.getElementById("alerts");
if (alerts) {
  const look = async () => {
    try {
      const answer = await fetch(alerts.dataset.count, { redirect: "manual" });
      if (!answer.ok) return;
      const count = (await answer.json()).alerts;
      alerts.firstElementChild.textContent = count;
      alerts.hidden = count === 0;
    } catch {
      // The line is down: the next look tries again.
    }
  };
  setInterval(look, 30_000);
  lookers.cases.push(look);
}

// Who asks for somebody at a kiosk, on top of every page within a few seconds.
const calls = document.getElementById("calls");
if (calls) {
  const standing = (part) => [...part.querySelectorAll("[data-call]")].map((call) => call.dataset.call).join();
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(calls.dataset.look, { redirect: "manual" });
      if (!answer.ok) return;
      const told = await answer.json();
      const fresh = document.createElement("template");
      fresh.innerHTML = told.html;
      if (standing(fresh.content) === standing(calls)) {
        // Only the seconds have changed: nothing is read out again, and nothing moves under a finger.
        const since = fresh.content.querySelectorAll(".since");
        calls.querySelectorAll(".since").forEach((span, place) => { span.textContent = since[place].textContent; });
      } else {
        calls.replaceChildren(fresh.content);
      }
      const count = document.getElementById("calls-count");
      count.firstElementChild.textContent = told.calls;
      count.hidden = told.calls === 0;
    } catch {
      // The line is down: the next look tries again.
    }
  };
  setInterval(look, 3_000);
  lookers.calls.push(look);
}

// The wallboard is new every few seconds, while somebody can see it. Without this file the page says so itself.
const paced = document.querySelector("[data-pace]");
if (paced) {
  setInterval(() => { if (!document.hidden) location.reload(); }, paced.dataset.pace * 1000);
}

// What is new is told as it happens; the parts of this page that show it are then fetched anew, at most every ten seconds.
// What has the focus or is under the pointer stays as it is: a line on top says that there is something new.
const page = document.querySelector("[data-events]");
if (page) {
  const PACE = 10_000;
  const told = new Set();
  let stream = null, timer = null, again = 0, gap = false;

  const say = (what) => {
    const line = document.getElementById(`news-${what}`).content.cloneNode(true);
    line.querySelectorAll("a").forEach((link) => { link.href = location.href; });
    document.getElementById("news").replaceChildren(line);
  };

  const renew = async () => {
    timer = null;
    const stale = [...document.querySelectorAll("[data-live]")].filter((part) => told.has(part.dataset.live));
    told.clear();
    if (!stale.length) return;
    again = performance.now() + PACE;
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      let held = false, renewed = false;
      for (const part of stale) {
        const other = fresh.getElementById(part.id);
        if (!other || other.isEqualNode(part)) continue;
        if (part.contains(document.activeElement) || part.matches(":hover")) held = true;
        else { part.replaceWith(other); renewed = true; }
      }
      if (held) say("waiting");
      else if (renewed) say("renewed");
    } catch {
      // The line is down: the stream tells when it is back.
    }
  };

  const hear = (topics) => {
    for (const topic of topics) {
      told.add(topic);
      (lookers[topic] || []).forEach((look) => look());
    }
    timer ??= setTimeout(renew, Math.max(0, again - performance.now()));
  };

  const listen = () => {
    stream = new EventSource(page.dataset.events);
    stream.addEventListener("news", (event) => hear(event.data.split(" ")));
    stream.addEventListener("here", () => {
      page.dataset.hears = "";
      // Between two streams something may have been said.
      if (gap) hear(["callbacks", "cases", "calls", "bookings"]);
      gap = true;
    });
  };

  // A browser has few lines to one house: only the page that is looked at keeps one.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stream.close();
    else listen();
  });
  listen();
}
