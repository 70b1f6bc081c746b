// The door to the bench: JSON both ways, and elements made without a word of HTML.

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || `${path}: ${answer.status}`);
  return said;
}

export function make(tag, wishes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(wishes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...inside);
  return element;
}

export const seen = (id) => document.getElementById(id);
export const words = (name) => name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString("en-GB");

let fading = 0;

/** One line at the bottom of the window, for a while. */
export function tell(text, tone = "") {
  const told = seen("told");
  told.textContent = text;
  told.className = `told ${tone}`;
  told.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { told.hidden = true; }, 3500);
}

/** Does it, and says so; or says why not. */
export async function act(doing, done) {
  try {
    await doing();
    if (done) tell(done);
  } catch (error) {
    tell(error.message, "danger");
  }
}
