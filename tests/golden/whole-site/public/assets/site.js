// What pages do better where scripts may run. Nothing is lost without it.
"use strict";

(() => {
  const root = document.documentElement;
  const language = root.lang || undefined;
  root.classList.add("scripted");

  const all = (selector) => document.querySelectorAll(selector);

  function make(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function button(text, act) {
    const made = make("button", "button", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // ---- The visitor's own time, beside the event's and never instead of it ----

  // How far a time that is written with its distance from UTC is from it, in minutes.
  function offset(written) {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(written) ?? [];
    return sign ? Number(`${sign}1`) * (hours * 60 + +minutes) : 0;
  }

  function ownTime(place) {
    const [start, end] = place.parentElement.querySelectorAll("time[datetime*=T]");
    const begins = new Date(start.dateTime);
    if (-begins.getTimezoneOffset() === offset(start.dateTime)) return;
    const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    const format = new Intl.DateTimeFormat(language, { ...day, hour: "numeric", minute: "2-digit" });
    const when = end ? format.formatRange(begins, new Date(end.dateTime)) : format.format(begins);
    const zone = format.resolvedOptions().timeZone.replaceAll("_", " ");
    place.textContent = `Your own time (${zone}): ${when}`;
    place.hidden = false;
  }

  // ---- Copying an address ----

  // Where the clipboard is out of reach the address is marked, so that the usual keys copy it.
  async function copy(code, said) {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = "Marked: copy it with your keyboard or its menu";
    }
  }

  function offerCopy(code) {
    const said = make("span", "said", "");
    said.setAttribute("role", "status");
    const press = button("Copy", () => copy(code, said));
    press.setAttribute("aria-label", "Copy the address");
    code.after(" ", press, " ", said);
  }

  // ---- Sharing by what the device has for it ----

  function offerShare(list) {
    if (!navigator.share) return;
    const url = document.querySelector("link[rel=canonical]").href;
    const text = document.querySelector("meta[name=description]").content;
    const share = () => navigator.share({ title: document.title, text, url }).catch(() => {});
    const item = document.createElement("li");
    item.append(button("Share…", share));
    list.prepend(item);
  }

  // ---- The box with the feeds as a dialog: the box itself moves into it and back ----

  function openBox(box) {
    const place = document.createComment("");
    const dialog = make("dialog", "dialog", "");
    dialog.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby"));
    dialog.setAttribute("closedby", "any");
    box.replaceWith(place);
    dialog.append(button("Close", () => dialog.close()), box);
    dialog.addEventListener("close", () => {
      place.replaceWith(box);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  function offerBox(link) {
    const box = document.getElementById("subscribe");
    if (!box || !window.HTMLDialogElement) return;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openBox(box);
    });
  }

  // ---- On paper: when it was printed ----

  function tellDay() {
    const day = new Date().toLocaleDateString(language, { dateStyle: "full" });
    for (const place of all(".printed")) place.textContent = ` · Printed on ${day}`;
  }

  all(".your-time").forEach(ownTime);
  all(".address code").forEach(offerCopy);
  all(".share .buttons").forEach(offerShare);
  all('a[href="#subscribe"]').forEach(offerBox);
  addEventListener("beforeprint", tellDay);
})();
