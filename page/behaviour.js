// The page's behaviour. It stands in the page's head; each of the page's HTML components calls `kildesvar.attach` with
// what Gradio gives it (js_on_load): its `element`, `trigger` (sends an event to the server) and `watch`.
// Buttons with data-event and forms with data-event are answered by the server, those with data-do right here.
// Text from documents or visitors is only ever set as textContent or value.

window.kildesvar = (() => {
  const words = window.kildesvarTexts;
  const root = document.documentElement;
  const triggers = {};
  const shared = { opener: null, pressed: null, turns: 0, silence: null };
  const loaded = new Set();

  // After the next frame: Gradio updates its components one after the other, and each changes the layout.
  const showTop = (target) => requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));

  function say(sentence) {
    const line = document.querySelector(".ks-said");
    if (!line) return;
    line.textContent = sentence;
    clearTimeout(shared.silence);
    shared.silence = setTimeout(() => { line.textContent = ""; }, 7000);
  }

  // --- Views ---------------------------------------------------------------------------------------------------------

  const viewNow = () => (location.hash.slice(1) in words.views ? location.hash.slice(1) : Object.keys(words.views)[0]);

  function showView() {
    const view = viewNow();
    const changed = root.dataset.view !== view;
    root.dataset.view = view;
    for (const link of document.querySelectorAll(".ks-views a")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const first = view === Object.keys(words.views)[0];
    document.title = first ? words.title : `${words.views[view]} – ${words.title}`;
    if (changed && document.querySelector(".ks-source")) triggers["ks-source"]?.("close", {});
    if (changed) window.scrollTo(0, 0);
    const trigger = triggers[`ks-${view}`];
    if (trigger && !loaded.has(view)) {
      loaded.add(view);
      trigger("show", {});
    }
  }

  root.dataset.view = viewNow();
  window.addEventListener("hashchange", showView);

  // --- Look ----------------------------------------------------------------------------------------------------------

  const kept = {
    get(name) { try { return localStorage.getItem(`kildesvar-${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`kildesvar-${name}`, value); } catch { /* only for this visit */ } },
  };

  function applyLook() {
    root.dataset.size = kept.get("size") ?? "0";
    const dark = kept.get("dark");
    if (dark !== null && document.body) document.body.classList.toggle("dark", dark === "true");
    for (const button of document.querySelectorAll("[data-do=size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.size === root.dataset.size));
    }
    const pressed = String(document.body?.classList.contains("dark") ?? false);
    document.querySelector("[data-do=dark]")?.setAttribute("aria-pressed", pressed);
  }

  applyLook();
  // Gradio follows the system's colours by itself, after this; what the visitor chose comes last.
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(applyLook));

  // Paper is white; the style sheet cannot reach the body there.
  let darkBefore = false;
  window.addEventListener("beforeprint", () => {
    darkBefore = document.body.classList.contains("dark");
    document.body.classList.remove("dark");
  });
  window.addEventListener("afterprint", () => document.body.classList.toggle("dark", darkBefore));

  // --- What buttons do -----------------------------------------------------------------------------------------------

  async function copy(button) {
    const area = button.parentElement.querySelector(".ks-copy");
    let copied = false;
    try {
      await navigator.clipboard.writeText(area.value);
      copied = true;
    } catch {
      area.hidden = false;
      area.focus();
      area.select();
      copied = document.execCommand("copy");
    }
    if (copied) area.hidden = true;
    say(copied ? words.copied : words.copyFailed);
    if (copied) button.focus();
  }

  const doing = {
    copy,
    print: () => window.print(),
    size: (button) => { kept.set("size", button.dataset.size); applyLook(); },
    dark: () => { kept.set("dark", String(!document.body.classList.contains("dark"))); applyLook(); },
    enlarge(button) {
      const large = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(large));
      button.closest(".ks-both").classList.toggle("ks-large", large);
      button.scrollIntoView({ block: "nearest" });
    },
    skip(link, event) {
      event.preventDefault();
      const first = `#ks-view-${viewNow()} :is(textarea, input, button, summary, h2[tabindex])`;
      const target = [...document.querySelectorAll(first)].find((e) => e.offsetParent);
      target?.focus();
      target?.scrollIntoView({ block: "center" });
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && !button.disabled) doing[button.dataset.do]?.(button, event);
    for (const open of document.querySelectorAll(".ks-look[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest("details[open]:is(.ks-look, .ks-fix, .ks-report)");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (document.querySelector(".ks-source")) {
      triggers["ks-source"]?.("close", {});
    }
  });

  document.addEventListener("change", async (event) => {
    const box = document.getElementById(event.target.dataset?.into ?? "");
    const file = event.target.files?.[0];
    if (!box || !file) return;
    const bytes = await file.arrayBuffer();
    try {
      box.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      box.value = new TextDecoder("windows-1252").decode(bytes);
    }
    event.target.value = "";
    box.focus();
  });

  // --- The conversation ----------------------------------------------------------------------------------------------

  function echo(question) {
    const shown = (question ?? "").trim();
    const list = document.querySelector(".ks-conversation");
    if (!shown || !list || list.querySelector(".ks-pending")) return;
    const turn = document.createElement("article");
    turn.className = "ks-turn ks-pending";
    const heading = document.createElement("h2");
    heading.className = "ks-question";
    heading.textContent = shown;
    turn.append(heading, Object.assign(document.createElement("p"), { textContent: words.searching }));
    list.append(turn);
    showTop(turn);
  }

  // A question that got no answer leaves the conversation as it was, so Gradio does not draw it again.
  const settle = () => document.querySelector(".ks-pending")?.remove();

  function showNewest(element) {
    document.getElementById("ks-alarm")?.remove();
    const turns = element.querySelectorAll(".ks-turn");
    if (turns.length > shared.turns) {
      const newest = turns[turns.length - 1];
      showTop(newest);
      // A starter question's button is gone once it was pressed; without this the keyboard would start from the top.
      if (document.activeElement === document.body) newest.focus({ preventScroll: true });
    }
    shared.turns = turns.length;
  }

  // --- The source ----------------------------------------------------------------------------------------------------

  function showPassage(element) {
    const source = element.querySelector(".ks-source");
    markOpener(source?.dataset.opener);
    if (!source) {
      // Closed: back to the button that opened it.
      const opener = document.getElementById(shared.opener);
      if (opener && document.activeElement?.tagName !== "TEXTAREA") opener.focus();
      return;
    }
    shared.opener = source.dataset.opener;
    const again = document.getElementById(shared.pressed);
    const stays = again && source.contains(again) && !again.disabled;
    (stays ? again : source.querySelector("h2"))?.focus({ preventScroll: true });
    const below = window.matchMedia("(max-width: 999px)").matches;
    if (below && !stays) showTop(source);
    showMark(source.querySelector(".ks-page"), source.querySelector("mark"));
    showMark(source.querySelector(".ks-paper"), source.querySelector(".ks-spot"));
  }

  function showMark(page, mark) {
    if (!page) return;
    const above = mark ? mark.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop : 0;
    page.scrollTop = Math.max(0, above - page.clientHeight / 4);
  }

  function markOpener(opener) {
    for (const button of document.querySelectorAll(".ks-marker, .ks-open")) {
      button.setAttribute("aria-expanded", String(button.id === opener));
    }
  }

  // --- The secretariat's views ---------------------------------------------------------------------------------------

  function showResult(element) {
    say("");
    const told = element.querySelector("h2, .ks-empty, .ks-notice");
    if (!told) return;
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
    showTop(told);
  }

  function save(element) {
    const file = element.querySelector(".ks-file");
    say(file ? words.exported : element.textContent);
    if (!file) return;
    const { name, type } = JSON.parse(file.dataset.file);
    const bytes = Uint8Array.from(atob(file.textContent), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // --- When the server is gone ---------------------------------------------------------------------------------------

  // Gradio says so in English, in a notice that the style sheet hides; this says it in Danish.
  function alarm() {
    settle();
    if (document.getElementById("ks-alarm")) return;
    const line = document.createElement("p");
    line.id = "ks-alarm";
    line.setAttribute("role", "alert");
    line.textContent = words.noConnection;
    document.body.append(line);
  }

  // --- Components ----------------------------------------------------------------------------------------------------

  const watched = {
    "ks-conversation": showNewest,
    "ks-source": showPassage,
    "ks-checked": showResult,
    "ks-found": showResult,
    "ks-file": save,
  };

  function attach(element, trigger, watch) {
    const name = element.closest("[id^=ks-]").id;
    triggers[name] = trigger;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-event]");
      if (!button || button.disabled) return;
      const { event: sent, echo: echoed, ...data } = button.dataset;
      shared.pressed = button.id;
      if (echoed !== undefined) echo(button.textContent);
      trigger(sent, data);
    });
    element.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-event]");
      event.preventDefault();
      const { event: sent, echo: echoed, ...data } = form.dataset;
      for (const [field, value] of new FormData(form)) if (typeof value === "string") data[field] = value;
      document.activeElement?.blur();
      if (echoed !== undefined) echo(data[echoed]);
      else if (sent !== "report") say(words.searching);
      trigger(sent, data);
    });
    if (watched[name]) watch("value", () => watched[name](element));
    if (name === "ks-top") start();
    showView();
  }

  function start() {
    applyLook();
    new MutationObserver(() => {
      if (document.querySelector(".toast-body")) alarm();
    }).observe(document.body, { childList: true, subtree: true });
  }

  return { attach, echo, settle, say };
})();
