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

// The kiosk's words for what is wrong (tests/contract/faults.json), as a technician reads them.
const FAULTS = {
  no_answer: ["Off, no answer", "沒有回應"],
  port_missing: ["Unplugged", "插頭拔出"],
  port_held: ["Port held by another program", "連接埠被占用"],
  line_stuck: ["Line takes no more bytes", "資料送不出去"],
  garbage: ["Noise on the line", "線路雜訊"],
  paper_out: ["Paper out", "缺紙"],
  paper_low: ["Paper low", "紙快用完"],
  paper_not_measured: ["Paper not measured", "無法測紙量"],
  cover_open: ["Cover open", "上蓋開啟"],
  paper_jam: ["Paper jam", "卡紙"],
  cutter: ["Cutter stuck", "裁刀卡住"],
  head_hot: ["Head too hot", "印字頭過熱"],
  unrecoverable: ["Broken", "故障"],
  paper_waits: ["Paper waits in the mouth", "紙條待取"],
  printing_unconfirmed: ["Says not when it has printed", "不回報已印出"],
  registration_refused: ["Refuses to register", "拒絕登錄"],
  wrong_terminal: ["Another terminal", "不是這一台"],
  terminal_busy: ["Busy", "忙碌中"],
  day_end_open: ["Day not closed", "尚未結帳"],
  host_unreached: ["Bank not reached", "連不上收單行"],
  terminal_paper: ["Its paper is out", "刷卡機缺紙"],
  keys_missing: ["Keys missing", "缺少金鑰"],
  pin_pad: ["PIN pad broken", "密碼鍵盤故障"],
  terminal_reader: ["Its card slot is broken", "卡槽故障"],
  card_in_terminal: ["A card is in it", "卡片未取出"],
  unreadable_card: ["Cards cannot be read", "讀不到卡"],
  card_jam: ["Card stuck", "卡片卡住"],
  bin_full: ["Bin full", "收卡匣已滿"],
  reader_sensor: ["Sensor broken", "感測器異常"],
  reader_motor: ["Motor broken", "馬達異常"],
  reader_not_ready: ["Not ready", "尚未就緒"],
  door_open: ["Door open", "門開著"],
  tamper: ["Being forced", "遭人撬開"],
  on_battery: ["Mains gone", "停電"],
  battery_low: ["Battery nearly empty", "電池快沒電"],
  battery_old: ["Battery too old", "電池老化"],
  key_stuck: ["Key stuck", "按鍵卡住"],
  unreadable_code: ["Codes cannot be read", "讀不到條碼"],
};

// What a customer's hand does at a device that holds something out.
const HANDS = {
  receipt_printer: [["Take the paper", "取走紙條", { mouth: "empty" }]],
};

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

function breaker(device, name, faults, refresh) {
  const words_of = (fault) => FAULTS[fault] || [words(fault), ""];
  const break_by = (fault) => act(() => post(`/${device}/fault`, { fault }), `${name}: ${fault ? words_of(fault)[0] : "put right"}`).then(refresh);
  const buttons = faults.map((fault) => make(
    "button",
    { type: "button", className: "fault", "data-fault": fault, onclick: () => break_by(fault) },
    words_of(fault)[0],
    make("small", { lang: "zh-Hant" }, words_of(fault)[1]),
  ));
  const right = make("button", { type: "button", className: "right", onclick: () => break_by(null) }, "Put it right", make("small", { lang: "zh-Hant" }, "復原"));
  return make("div", { className: "faults", role: "group", "aria-label": `What is wrong with the ${name}` }, right, ...buttons);
}

function card(device, positions, faults, refresh) {
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
    ...(HANDS[device] || []).map(([label, own, changes]) => make(
      "button",
      { type: "button", className: "hand", onclick: () => act(() => post(`/${device}`, changes), `${name}: ${label}`).then(refresh) },
      label,
      make("small", { lang: "zh-Hant" }, own),
    )),
    make("h3", {}, "Break it ", make("span", { lang: "zh-Hant" }, "設定故障")),
    breaker(device, name, faults, refresh),
    make("details", { id: `switches-${device}` }, make("summary", {}, "Every switch ", make("span", { lang: "zh-Hant" }, "全部開關")), make("div", { className: "switches" }, ...rows)),
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
export function draw(positions, faults, refresh) {
  seen("devices").replaceChildren(...Object.entries(positions).map(([device, each]) => card(device, each, faults[device] || [], refresh)));
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
    for (const button of seen(`device-${device}`).querySelectorAll("[data-fault]")) {
      button.setAttribute("aria-pressed", String(button.dataset.fault === each.fault));
    }
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
