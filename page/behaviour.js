// The page's behaviour. It stands in the page's head; each of the page's HTML components calls `kildesvar.attach` with
// what Gradio gives it (js_on_load): its `element`, `trigger` (sends an event to the server) and `watch`.
// Buttons with data-event and forms with data-event are answered by the server, those with data-do right here.
// Text from documents or visitors is only ever set as textContent or value.

window.kildesvar = (() => {
  const words = window.kildesvarTexts;
  const limits = window.kildesvarLimits;
  const root = document.documentElement;
  const triggers = {};
  const shared = { opener: null, pressed: null, turns: 0, silence: null };

  // After the next frame: Gradio updates its components one after the other, and each changes the layout.
  const showTop = (target) => requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));

  function say(sentence, { stays = false } = {}) {
    const line = document.querySelector(".ks-said");
    if (!line) return;
    line.textContent = sentence;
    clearTimeout(shared.silence);
    if (!stays) shared.silence = setTimeout(() => { line.textContent = ""; }, Math.max(7000, 90 * sentence.length));
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
    // Each time it is opened: the documents may be others by now.
    const trigger = triggers[`ks-${view}`];
    if (trigger && shared.shown !== view) trigger("show", {});
    shared.shown = trigger ? view : null;
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
    fold(button) {
      const open = button.closest("details");
      open.open = false;
      open.querySelector("summary").focus();
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
    const open = event.target.closest("details[open]:is(.ks-look, .ks-fix, .ks-report, .ks-sure)");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (document.querySelector(".ks-source")) {
      triggers["ks-source"]?.("close", {});
    }
  });

  // What is unfolded is brought into view; the question box may stand over it.
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".ks-fix, .ks-report, .ks-saving, .ks-sure")) {
      event.target.scrollIntoView({ block: "nearest" });
    }
  }, true);

  // --- Files ---------------------------------------------------------------------------------------------------------

  // Returns the token of a file that was sent, or throws an Error whose message is a Danish sentence.
  async function send(file) {
    if (file.size > limits.mostBytes) throw new Error(words.tooLarge.replace("{name}", () => file.name));
    let answer = null;
    try {
      const response = await fetch(`${limits.upload}?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: file,
      });
      answer = await response.json();
    } catch {
      throw new Error(words.sendFailed);
    }
    if (!answer.token) throw new Error(answer.error ?? words.sendFailed);
    return answer.token;
  }

  // Sends the files of a form one by one; what the server answers stands in `data` afterwards.
  async function sendAll(files, data) {
    const tokens = [];
    const refused = [];
    for (const [number, file] of files.entries()) {
      say(`${words.sending} ${number + 1}/${files.length}`, { stays: true });
      try {
        tokens.push(await send(file));
      } catch (error) {
        refused.push(error.message);
      }
    }
    say("");
    data.tokens = tokens.join(" ");
    data.refused = refused.join("\n");
  }

  // Plain text is read here; the server reads what needs a reader, for those who may send files.
  async function readInto(box, file, { others }) {
    if (!/\.(txt|md)$/i.test(file.name)) {
      if (others) {
        say(others);
        return;
      }
      say(words.reading, { stays: true });
      try {
        triggers["ks-tjek-form"]("read", { token: await send(file) });
      } catch (error) {
        say(error.message);
      }
      return;
    }
    const bytes = await file.arrayBuffer();
    try {
      box.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      box.value = new TextDecoder("windows-1252").decode(bytes);
    }
    box.focus();
  }

  function takeText(element) {
    say("");
    const text = element.querySelector(".ks-text");
    const box = document.getElementById("tjek-tekst");
    if (text) box.value = text.textContent;
    (text ? box : element.querySelector(".ks-notice"))?.focus();
  }

  function listChosen(input) {
    const list = input.closest(".ks-drop").querySelector(".ks-chosen");
    const item = (file) => Object.assign(document.createElement("li"), { textContent: file.name });
    list?.replaceChildren(...[...input.files].map(item));
    const title = input.form?.elements.title;
    if (title) title.disabled = input.files.length > 1;
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.closest(".ks-drop")) return;
    const box = document.getElementById(input.dataset.into ?? "");
    if (!box) listChosen(input);
    else if (input.files[0]) {
      readInto(box, input.files[0], input.dataset);
      input.value = "";
    }
  });

  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // a file that misses its place would replace the page
      const place = event.target.closest?.(".ks-drop");
      for (const drop of document.querySelectorAll(".ks-drop")) {
        drop.classList.toggle("ks-over", drop === place && name !== "drop" && name !== "dragleave");
      }
      if (name !== "drop" || !place) return;
      const input = place.querySelector("input[type=file]");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

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
    } else if (turns.length < shared.turns) {
      document.querySelector("#ks-box textarea")?.focus(); // a new topic; the button that was pressed is gone
    }
    shared.turns = turns.length;
  }

  // What is said under the question box may lie below the window, most of all on a phone.
  const showNotice = (element) => element.querySelector(".ks-notice:not(:empty)")?.scrollIntoView({ block: "nearest" });

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

  function showChange(element) {
    say("");
    const busy = element.querySelector("progress") !== null;
    for (const button of document.querySelectorAll("#ks-dokumenter button")) button.disabled = busy;
    if (busy) return;
    showResult(element);
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
    "ks-notice": showNotice,
    "ks-source": showPassage,
    "ks-checked": showResult,
    "ks-found": showResult,
    "ks-file": save,
    "ks-read": takeText,
    "ks-changing": showChange,
  };

  function attach(element, trigger, watch) {
    const name = element.closest("[id^=ks-]").id;
    triggers[name] = trigger;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-event]");
      if (!button || button.disabled) return;
      const { event: sent, echo: echoed, ...data } = button.dataset;
      shared.pressed = button.id;
      if (echoed !== undefined) echo(data[echoed]);
      trigger(sent, data);
    });
    element.addEventListener("submit", async (event) => {
      const form = event.target.closest("form[data-event]");
      event.preventDefault();
      const { event: sent, echo: echoed, sends, ...data } = form.dataset;
      for (const [field, value] of new FormData(form)) if (typeof value === "string") data[field] = value;
      document.activeElement?.blur();
      if (echoed !== undefined) echo(data[echoed]);
      else if (sent in words.saying) say(words.saying[sent]);
      if (sends) {
        const input = document.getElementById(sends);
        await sendAll([...input.files], data);
        input.value = "";
        listChosen(input);
      }
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
