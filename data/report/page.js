// Sorts and searches tables, and lists what a client does not want. The page says everything without it.
"use strict";
document.documentElement.classList.add("has-script");

for (const table of document.querySelectorAll("table[data-sorts]")) {
  const body = table.tBodies[0];
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column, head));
  }
  function sort(column, head) {
    const rising = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const is_number = head.classList.contains("n");
    const key = (row) => {
      const cell = row.cells[column];
      return is_number ? Number(cell.dataset.v ?? cell.textContent) : cell.textContent;
    };
    const keyed = [...body.rows].map((row) => [key(row), row]);
    const order = is_number ? (a, b) => a[0] - b[0] : (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
    keyed.sort(rising ? order : (a, b) => order(b, a));
    body.append(...keyed.map((one) => one[1]));
    body.dispatchEvent(new Event("sorted"));
  }
}

// Of many orders the first that fit are shown, until a person asks for all: laying out thousands takes its time.
const search = document.getElementById("search");
if (search) {
  const most = 100;
  const body = document.getElementById("orders").tBodies[0];
  const found = document.getElementById("found");
  const more = document.getElementById("all");
  const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));
  let limit = most;
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of body.rows) {
      const fits = words.every((word) => texts.get(row).includes(word));
      const over = fits && ++count > limit;
      if (row.hidden === fits) row.hidden = !fits;
      if (row.classList.contains("over") !== over) row.classList.toggle("over", over);
    }
    found.textContent = words.length ? `${count} of ${texts.size}` : "";
    more.hidden = count <= limit;
    more.textContent = `Show all ${count}`;
  };
  search.addEventListener("input", () => { limit = most; show(); });
  more.addEventListener("click", () => { limit = Infinity; show(); });
  body.addEventListener("sorted", show);
  show();
}

const rejected = document.getElementById("rejected");
if (rejected) {
  const boxes = [...document.querySelectorAll("input[data-domain]")];
  const list = () => {
    rejected.value = boxes.filter((box) => box.checked).map((box) => box.dataset.domain + "\n").join("");
  };
  for (const box of boxes) box.addEventListener("change", list);
  list();
}
