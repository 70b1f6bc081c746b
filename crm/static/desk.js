// Signs of life from an open case, the number of alerts, and who asks for somebody. Everything works without this file.
"use strict";

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
  setInterval(async () => {
    try {
      const answer = await fetch(alerts.dataset.count, { redirect: "manual" });
      if (!answer.ok) return;
      const count = (await answer.json()).alerts;
      alerts.firstElementChild.textContent = count;
      alerts.hidden = count === 0;
    } catch {
      // The line is down: the next look tries again.
    }
  }, 30_000);
}

// Who asks for somebody at a kiosk, on top of every page within a few seconds.
const calls = document.getElementById("calls");
if (calls) {
  const standing = (part) => [...part.querySelectorAll("[data-call]")].map((call) => call.dataset.call).join();
  setInterval(async () => {
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
  }, 3_000);
}

// The wallboard is new every few seconds, while somebody can see it. Without this file the page says so itself.
const paced = document.querySelector("[data-pace]");
if (paced) {
  setInterval(() => { if (!document.hidden) location.reload(); }, paced.dataset.pace * 1000);
}
