// The page: asks the bench once a second, draws what it says, sends what a person does.

import { draw, nameOf, putRight, show } from "./devices.js";
import { act, clock, get, make, post, seen, tell } from "./door.js";

const NEXT = {
  approve: ["Approved", "核准"],
  decline: ["Declined", "拒絕"],
  cancel: ["Cancelled by the customer", "顧客取消"],
  timeout: ["Nobody presents a card", "逾時"],
  hang: ["The terminal hangs", "當機"],
  drop_before: ["Line cut before the charge", "扣款前斷線"],
  drop_after: ["Charged, then line cut", "扣款後斷線"],
};
const KEYS = {
  previous: ["Previous", "上一個"],
  next: ["Next", "下一個"],
  select: ["Select", "選擇"],
  back: ["Back", "返回"],
  repeat: ["Repeat", "再說一次"],
  volume_down: ["Softer", "小聲"],
  volume_up: ["Louder", "大聲"],
};
const WIRE_LINES = 200;

let positions = {};
let state = {};
let heard = 0;
let holding = false;
const memory = new Map(); // what was drawn, to draw only what is new

const isNew = (what, value) => {
  const text = JSON.stringify(value);
  if (memory.get(what) === text) return false;
  memory.set(what, text);
  return true;
};
const nothing = (words) => make("li", { className: "empty" }, words);

function customer(demo) {
  const present = (each) => act(() => post("/card_reader/present", each.card), `${each.name}: the card is at the reader`);
  seen("cards").replaceChildren(...demo.cards.map((each) => make(
    "button",
    { type: "button", className: each.pin ? "" : "stranger", onclick: () => present(each) },
    make("strong", {}, each.name),
    make("small", {}, each.about),
    make("span", { className: "pin" }, each.pin ? `PIN ${each.pin}` : ""),
  )));
  const withdraw = (by_force) => act(() => post("/card_reader/withdraw", { by_force }), "The card is gone");
  seen("withdraw").addEventListener("click", () => withdraw(false));
  seen("tear").addEventListener("click", () => withdraw(true));
  const scan = (data) => act(() => post("/code_scanner/scan", { data }), "The code was read out");
  seen("bills").replaceChildren(...demo.bills.map((each) => make("button", { type: "button", className: "quiet", onclick: () => scan(each.data) }, each.label)));
  seen("scan").addEventListener("click", () => scan(seen("scan-data").value));
  seen("keys").replaceChildren(...Object.entries(KEYS).map(([key, [name, own]]) => make(
    "button",
    { type: "button", className: "quiet", "data-key": key, onclick: () => act(() => post("/keypad/press", { key })) },
    name,
    make("small", { lang: "zh-Hant" }, own),
  )));
  const plug = (headphones, said) => act(() => post("/keypad", { headphones }), said);
  seen("plug").addEventListener("click", () => plug("in", "Headphones are in"));
  seen("pull").addEventListener("click", () => plug("out", "Headphones are out"));
  seen("cards-card").hidden = !("card_reader" in positions);
  seen("scan-card").hidden = !("code_scanner" in positions);
  seen("keypad-card").hidden = !("keypad" in positions);
}

function nextCharge() {
  const allowed = positions.payment_terminal?.next?.allowed || [];
  seen("next-card").hidden = !allowed.length;
  seen("next").replaceChildren(...allowed.map((word) => make(
    "button",
    { type: "button", "data-next": word, onclick: () => act(() => post("/payment_terminal", { next: word }), `Next: ${(NEXT[word] || [word])[0]}`).then(refresh) },
    (NEXT[word] || [word])[0],
    make("small", { lang: "zh-Hant" }, (NEXT[word] || ["", ""])[1]),
  )));
}

function showNext() {
  const now = state.payment_terminal?.switches.next;
  for (const button of seen("next").children) button.setAttribute("aria-pressed", String(button.dataset.next === now));
}

function showReceipts(list) {
  if (!isNew("receipts", list)) return;
  const slips = list.slice(-12).reverse().map((each, index) => make(
    "li",
    { className: index === 0 ? "fresh" : "" },
    make(
      "a",
      { href: `/receipt_printer/receipts/${each.number}.png`, target: "_blank", rel: "noopener" },
      make("div", { className: "slip" }, make("img", { src: `/receipt_printer/receipts/${each.number}.png`, alt: `Piece ${each.number}`, loading: "lazy" })),
      make("span", { className: each.whole ? "" : "torn" }, `No. ${each.number} · ${each.whole ? "whole" : `torn: ${each.torn_by.replaceAll("_", " ")}`}`),
    ),
  ));
  seen("receipts").replaceChildren(...(slips.length ? slips : [nothing("Nothing has been printed yet 尚未列印")]));
}

function showLedger(entries) {
  if (!isNew("ledger", entries)) return;
  const rows = entries.slice(-30).reverse().map((each) => make(
    "tr",
    {},
    make("td", {}, String(each.trace)),
    make("td", {}, String(each.at).replace("T", " ").slice(5, 19)),
    make("td", {}, make("span", { className: `chip ${each.result === "approved" ? "" : "attention"}` }, each.original ? `${each.result} of ${each.original}` : each.result)),
    make("td", { className: "number" }, `${each.currency} ${(each.amount_minor / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`),
  ));
  const empty = make("tr", {}, make("td", { colSpan: 4, className: "empty" }, "It remembers no payment yet 尚無交易"));
  seen("ledger").replaceChildren(...(rows.length ? rows : [empty]));
}

function showMessages(messages) {
  if (!isNew("messages", messages)) return;
  const bubbles = messages.slice().reverse().map((each) => make("li", {}, make("small", {}, `${each.to} · ${clock(each.at)}`), each.text));
  seen("messages").replaceChildren(...(bubbles.length ? bubbles : [nothing("One-time codes arrive here 驗證碼會出現在這裡")]));
}

function showWire(pieces) {
  if (!pieces.length) return;
  heard = pieces.at(-1).number;
  const wanted = seen("wire-device").value;
  const list = seen("wire");
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
  list.append(...pieces.filter((each) => !wanted || each.device === wanted).map((each) => make(
    "li",
    { title: nameOf(each.device) },
    make("time", {}, clock(each.at)),
    make("span", {}, each.way === "in" ? "→" : "←"),
    make("span", {}, each.text, make("br"), make("small", {}, `${nameOf(each.device)} · ${each.size} B · ${each.hex}`)),
  )));
  while (list.children.length > WIRE_LINES) list.firstChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function wireChoices() {
  seen("wire-device").replaceChildren(
    make("option", { value: "" }, "Every device 全部"),
    ...Object.keys(positions).map((device) => make("option", { value: device }, nameOf(device))),
  );
  seen("wire-device").addEventListener("change", () => {
    seen("wire").replaceChildren();
    heard = 0;
  });
  seen("wire-hold").addEventListener("click", (event) => {
    holding = !holding;
    event.target.setAttribute("aria-pressed", String(holding));
    event.target.textContent = holding ? "Go on 繼續" : "Hold 暫停";
  });
}

async function refresh() {
  const [now, paper, book, phone, wire] = await Promise.all([
    get("/state"),
    positions.receipt_printer ? get("/receipt_printer/receipts") : { receipts: [] },
    positions.payment_terminal ? get("/payment_terminal/ledger") : { entries: [] },
    get("/phone/messages"),
    holding ? { pieces: [] } : get(`/wire?after=${heard}`),
  ]);
  state = now;
  show(state, positions);
  showNext();
  showReceipts(paper.receipts);
  showLedger(book.entries);
  showMessages(phone.messages);
  showWire(wire.pieces);
}

async function watch() {
  const line = seen("line");
  try {
    await refresh();
    line.textContent = "Live 連線中";
    line.className = "chip";
  } catch {
    line.textContent = "The bench does not answer 無回應";
    line.className = "chip danger";
  }
  setTimeout(watch, 1000);
}

async function begin() {
  positions = await get("/switches");
  draw(positions, await get("/faults"), refresh);
  customer(await get("/static/demo.json"));
  nextCharge();
  wireChoices();
  seen("reset").addEventListener("click", () => act(async () => {
    await putRight(state, positions);
    await refresh();
  }, "Everything is as delivered"));
  watch();
}

begin().catch((error) => tell(error.message, "danger"));
