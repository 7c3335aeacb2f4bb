// Measure addresses with Lighthouse, as on a phone with a slow line.
// node lighthouse.mjs <chromium> <chromium's flags, as JSON> <address>…
// Prints JSON: one object for each address, in order, with the four scores
// (0 to 100), the audits that cost points, and as hints those that cost none.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const [chromePath, flags, ...addresses] = process.argv.slice(2);

function scoreOf(category) {
  // null is "could not be measured": never a full score.
  return category.score === null ? 0 : Math.round(category.score * 100);
}

function lostBy(category, audits) {
  return category.auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => audits[id])
    .filter(({ score, errorMessage }) => errorMessage || (score !== null && score < 1))
    .map(({ id, score, displayValue, errorMessage, details }) => ({
      audit: id,
      score,
      value: errorMessage ?? displayValue ?? "",
      where: (details?.items ?? [])
        .map((item) => item.node?.selector ?? item.url)
        .filter(Boolean)
        .slice(0, 5),
    }));
}

async function measure(address, port) {
  const result = await lighthouse(address, {
    port,
    logLevel: "error",
    locale: "it",
    onlyCategories: CATEGORIES,
  });
  const { categories, audits, runWarnings, runtimeError } = result.lhr;
  const scores = CATEGORIES.map((id) => [id, scoreOf(categories[id])]);
  const lost = CATEGORIES.flatMap((id) => lostBy(categories[id], audits));
  const hints = Object.values(audits)
    .filter(({ id, score }) => score !== null && score < 1 && !lost.some((l) => l.audit === id))
    .map(({ id, displayValue, details }) => ({ audit: id, value: displayValue ?? "", details: details?.items ?? [] }));
  const warnings = runtimeError ? [runtimeError.message] : runWarnings;
  return { address, scores: Object.fromEntries(scores), lost, hints, warnings };
}

// The time that a page blocks is measured on this machine, which has other things to
// do: what is not full at once is measured twice more, and the middle counts.
async function middleOfThree(address, port) {
  const pages = [await measure(address, port)];
  if (Object.values(pages[0].scores).every((score) => score === 100)) return pages[0];
  while (pages.length < 3) pages.push(await measure(address, port));
  const total = (page) => Object.values(page.scores).reduce((sum, score) => sum + score);
  return pages.toSorted((one, other) => total(one) - total(other))[1];
}

const chrome = await launcher.launch({
  chromePath,
  chromeFlags: ["--headless=new", ...JSON.parse(flags)],
});
try {
  const found = [];
  for (const address of addresses) {
    console.error(`Lighthouse: ${address}`);
    found.push(await middleOfThree(address, chrome.port));
  }
  console.log(JSON.stringify(found));
} finally {
  await chrome.kill();
}
