// What a page shows to people who read it otherwise: run in the page by access.py.
({
  // The overrides that a page must bear: WCAG 2.2, success criterion 1.4.12.
  respaced: () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
          word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  },

  // Text cut off by a box, and text over other text. What is meant for screen readers
  // alone (clipped whole) is no text to see; a box that scrolls cuts nothing off.
  lost: () => {
    const isHidden = (e) => getComputedStyle(e).clipPath === "inset(50%)"
      || e.closest("svg, [aria-hidden=true], dialog:not([open])");
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
      const above = [];
      for (let e = parent; e; e = e.parentElement) above.push(e);
      if (above.some(isHidden)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 1) words.push({ box, parent, above, text: node.data.trim().slice(0, 40) });
    }
    const faults = new Set();
    for (const { box, above, text } of words)
      for (const e of above) {
        const { overflowX, overflowY } = getComputedStyle(e);
        if (/auto|scroll/.test(overflowX + overflowY)) break;
        if (overflowX === "visible" && overflowY === "visible") continue;
        const frame = e.getBoundingClientRect();
        if (box.right > frame.right + 1 || box.left < frame.left - 1
          || box.bottom > frame.bottom + box.height / 4 || box.top < frame.top - box.height / 4)
          faults.add(`cut off by ${e.tagName}.${e.className}: ${text}`);
      }
    for (let i = 0; i < words.length; i++)
      for (let j = i + 1; j < words.length; j++) {
        const a = words[i], b = words[j];
        if (a.parent.contains(b.parent) || b.parent.contains(a.parent)) continue;
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (across > 2 && down > Math.min(a.box.height, b.box.height) / 3)
          faults.add(`one over the other: ${a.text} | ${b.text}`);
      }
    if (document.documentElement.scrollWidth > innerWidth)
      faults.add(`scrolls sideways: ${document.documentElement.scrollWidth} of ${innerWidth}`);
    return [...faults];
  },

  // WCAG 2.2, success criterion 2.5.8, with two of its exceptions: a target within a
  // sentence, and a small one whose circle of 24 px meets neither another target nor
  // the circle of another small one.
  smallTargets: () => {
    const LEAST = 24;
    const targets = [...document.querySelectorAll(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }))
      .map((element) => ({ element, boxes: [...element.getClientRects()] }))
      .filter(({ boxes }) => boxes.some((b) => b.width && b.height && b.right > 0 && b.bottom > 0));
    const isSmall = ({ boxes }) => !boxes.some((b) => b.width >= LEAST - 0.5 && b.height >= LEAST - 0.5);
    const isInSentence = ({ element }) => {
      if (getComputedStyle(element).display !== "inline") return false;
      let block = element.parentElement;
      while (getComputedStyle(block).display === "inline") block = block.parentElement;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        if (/\p{L}{2}/u.test(data) && !parentElement.closest("a, button, summary, .visually-hidden"))
          return true;
      }
      return false;
    };
    const centre = (b) => [b.left + b.width / 2, b.top + b.height / 2];
    const reach = ([x, y], b) =>
      Math.hypot(x - Math.max(b.left, Math.min(x, b.right)), y - Math.max(b.top, Math.min(y, b.bottom)));
    const crowd = (one) => targets.find((other) => {
      if (other === one || other.element.contains(one.element)) return false;
      return one.boxes.some((a) => other.boxes.some((b) => {
        const [x, y] = centre(a), [u, v] = centre(b);
        return reach([x, y], b) < LEAST / 2 || (isSmall(other) && Math.hypot(x - u, y - v) < LEAST);
      }));
    });
    const name = ({ element }) => (element.textContent.trim() || element.id).replace(/\s+/g, " ").slice(0, 40);
    return targets.filter((t) => isSmall(t) && !isInSentence(t))
      .map((t) => [t, crowd(t)]).filter(([, other]) => other)
      .map(([t, other]) => `${name(t)} (${t.boxes.map((b) => `${Math.round(b.width)}×${Math.round(b.height)}`)}), beside ${name(other)}`);
  },

  // After a key press: which of the stops has the focus, and whether it can be seen.
  focus: () => {
    const stops = [...document.querySelectorAll(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
    const focused = document.activeElement, box = focused.getClientRects()[0];
    // A drawn link may leave its corners free: one of these points has to be its own.
    const across = box ? [Math.min(10, box.width / 2), box.width / 2] : [];
    const over = across.map((x) => document.elementFromPoint(box.left + x, box.top + box.height / 2));
    let outline = 0;
    for (let e = focused; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)")
        outline = Math.max(outline, parseFloat(style.outlineWidth));
    }
    // A piece of a drawing has no frame of its own: its edge changes colour instead.
    const piece = focused.ownerSVGElement && focused.querySelector("path");
    if (piece) {
      const edge = getComputedStyle(piece);
      const resting = getComputedStyle([...stops].find((e) =>
        e.ownerSVGElement === focused.ownerSVGElement && e !== focused).querySelector("path"));
      if (edge.stroke !== resting.stroke) outline = Math.max(outline, parseFloat(edge.strokeWidth));
    }
    return {
      place: stops.indexOf(focused), stops: stops.length, outline,
      text: focused.textContent.trim().slice(0, 40),
      isSeen: over.some((e) => e && e !== document.body && (focused.contains(e) || e.contains(focused))),
    };
  },

  moving: () => [...document.querySelectorAll("*")].flatMap((e) =>
    ["", "::before", "::after"].flatMap((part) => {
      const style = getComputedStyle(e, part || null);
      const seconds = (style.transitionDuration + "," + style.animationDuration).split(",").map(parseFloat);
      const moves = seconds.some((s) => s > 0.001) || style.scrollBehavior === "smooth";
      return moves ? [`${e.tagName}.${e.className.baseVal ?? e.className}${part}`] : [];
    })),

  // What only a colour says is lost when the reader's own colours replace ours.
  forced: () => {
    const light = (colour) => {
      const parts = colour.match(/[\d.]+/g).slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const contrast = (a, b) => {
      const [less, more] = [light(a), light(b)].sort((x, y) => x - y);
      return (more + 0.05) / (less + 0.05);
    };
    const isClear = (colour) => /^rgba\(.*, 0\)$/.test(colour);
    const behind = (e) => {
      for (; e; e = e.parentElement) {
        const { backgroundColor } = getComputedStyle(e);
        if (!isClear(backgroundColor)) return backgroundColor;
      }
      const canvas = document.body.appendChild(document.createElement("p"));
      canvas.style.backgroundColor = "Canvas";
      const { backgroundColor } = getComputedStyle(canvas);
      canvas.remove();
      return backgroundColor;
    };
    const faults = new Set();
    for (const svg of document.querySelectorAll("svg.shape, .weave svg, .wordmark svg")) {
      if (!svg.checkVisibility()) continue;
      const { stroke, fill } = getComputedStyle(svg);
      const drawn = [stroke, fill].filter((c) => /^rgb/.test(c) && !isClear(c));
      if (!drawn.some((c) => contrast(c, behind(svg.parentElement)) >= 3))
        faults.add(`shape not seen: ${svg.closest("[class]:not(svg)")?.className}: ${drawn} on ${behind(svg.parentElement)}`);
    }
    const marks = (e) => {
      const s = getComputedStyle(e);
      return [s.borderBlockWidth, s.borderBlockStyle, s.borderBlockEndColor, s.textDecorationLine,
        s.textDecorationThickness, s.fontWeight, s.outlineStyle, behind(e),
        getComputedStyle(e, "::before").content, getComputedStyle(e, "::after").content].join();
    };
    for (const list of document.querySelectorAll("nav ul, nav ol")) {
      const current = list.querySelector("a[aria-current]"), other = list.querySelector("a:not([aria-current])");
      if (current && other && marks(current) === marks(other))
        faults.add(`current place not marked: ${current.textContent.trim()}`);
    }
    return [...faults];
  },

})
