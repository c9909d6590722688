// Loads pages with Lighthouse's mobile profile, one after the other, in one browser.
// Arguments: the folder of Lighthouse, the browser's path, its flags as JSON, the addresses as JSON.
// Prints one line of JSON for each address.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, chromePath, flags, addresses] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse")));
const { launch } = await import(pathToFileURL(require.resolve("chrome-launcher")));

const audits = ["largest-contentful-paint", "first-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
const chrome = await launch({ chromePath, chromeFlags: JSON.parse(flags), logLevel: "silent" });
try {
  for (const address of JSON.parse(addresses)) {
    const options = {
      port: chrome.port,
      logLevel: "error",
      disableFullPageScreenshot: true,
      onlyAudits: [...audits, "network-requests"],
    };
    const { lhr } = await lighthouse(address, options);
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    const [paint, first, blocking, shift] = audits.map((name) => lhr.audits[name].numericValue);
    const requests = lhr.audits["network-requests"].details.items
      .filter(({ url }) => url.startsWith("http"))
      .map(({ url, transferSize, statusCode }) => ({ url, bytes: transferSize, status: statusCode }));
    console.log(JSON.stringify({ address, paint, first, blocking, shift, requests, lighthouse: lhr.lighthouseVersion }));
  }
} finally {
  chrome.kill();
}
