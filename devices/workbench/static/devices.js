// One card a device, drawn from the switches that the bench says it has.

import { act, make, post, seen, words } from "./door.js";

const NAMES = {
  receipt_printer: ["Receipt printer", "收據印表機"],
  card_reader: ["Card reader", "讀卡機"],
  payment_terminal: ["Payment terminal", "刷卡機"],
  code_scanner: ["Code scanner", "條碼掃描器"],
  keypad: ["Keypad", "導覽鍵盤"],
  cabinet: ["Cabinet", "機櫃"],
  power: ["Power (UPS)", "不斷電系統"],
};

export const nameOf = (device) => (NAMES[device] || [words(device)])[0];

const drawn = new Map(); // "device.switch" -> control

function control(device, key, position, set) {
  const id = `${device}.${key}`;
  if (position.allowed && position.allowed.every((word) => typeof word === "boolean")) {
    return make("input", { id, type: "checkbox", className: "flag", onchange: (event) => set(event.target.checked) });
  }
  if (position.allowed) {
    const options = position.allowed.map((word) => make("option", { value: JSON.stringify(word) }, String(word).replaceAll("_", " ")));
    return make("select", { id, onchange: (event) => set(JSON.parse(event.target.value)) }, ...options);
  }
  return make("input", {
    id,
    type: "number",
    min: position.least,
    max: position.most,
    step: position.whole ? 1 : "any",
    placeholder: position.empty ? "off" : "",
    onchange: (event) => set(event.target.value === "" ? null : Number(event.target.value)),
  });
}

function fill(element, value) {
  if (element === document.activeElement && element.type === "number") return;
  if (element.type === "checkbox") element.checked = value;
  else if (element.tagName === "SELECT") element.value = JSON.stringify(value);
  else element.value = value ?? "";
}

function card(device, positions, refresh) {
  const [name, own] = NAMES[device] || [words(device), ""];
  const rows = Object.entries(positions).map(([key, position]) => {
    const set = (value) => act(() => post(`/${device}`, { [key]: value }), `${name}: ${words(key)} → ${value ?? "off"}`).then(refresh);
    const element = control(device, key, position, set);
    drawn.set(`${device}.${key}`, element);
    return make("div", { className: "switch" }, make("label", { htmlFor: `${device}.${key}` }, words(key)), element);
  });
  return make(
    "article",
    { className: "card device", id: `device-${device}` },
    make("header", {}, make("h2", {}, name, make("span", { lang: "zh-Hant" }, own)), make("p", { className: "chip", id: `chip-${device}` })),
    make("div", { className: "switches" }, ...rows),
    make("p", { className: "counters", id: `counters-${device}` }),
  );
}

function chip(device, state, changed) {
  const element = seen(`chip-${device}`);
  const gone = state.switches.unplugged || !state.switches.power;
  element.textContent = state.switches.unplugged ? "Unplugged" : !state.switches.power ? "Off" : changed ? `${changed} changed` : "As delivered";
  element.className = `chip ${gone ? "danger" : changed ? "attention" : ""}`;
}

/** Makes the cards once. */
export function draw(positions, refresh) {
  seen("devices").replaceChildren(...Object.entries(positions).map(([device, each]) => card(device, each, refresh)));
}

/** Brings them up to what the bench says. */
export function show(state, positions) {
  for (const [device, each] of Object.entries(state)) {
    let changed = 0;
    for (const [key, value] of Object.entries(each.switches)) {
      const element = drawn.get(`${device}.${key}`);
      if (!element) continue;
      const differs = value !== positions[device][key].default;
      changed += differs ? 1 : 0;
      fill(element, value);
      element.parentElement.classList.toggle("changed", differs);
    }
    chip(device, each, changed);
    seen(`counters-${device}`).textContent = Object.entries(each.counters).map(([key, count]) => `${words(key)} ${count}`).join(" · ");
  }
}

/** Every switch of every device as delivered; no more and no less is sent than differs. */
export async function putRight(state, positions) {
  for (const [device, each] of Object.entries(state)) {
    const wrong = Object.entries(each.switches).filter(([key, value]) => value !== positions[device][key].default);
    if (wrong.length) await post(`/${device}`, Object.fromEntries(wrong.map(([key]) => [key, positions[device][key].default])));
  }
}
