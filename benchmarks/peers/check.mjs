// The peer of `domainplan check`: what one would write in Node. Reads names, asks 50 a call over 64 connections, and
// writes the rows as NDJSON in the order of the input. With undici's Pool where it is installed, else Node's own http.
//   node check.mjs URL KEY <names >rows
import fs from "node:fs";
import http from "node:http";

const [url, key] = process.argv.slice(2);
const CONNECTIONS = Number(process.env.CONNECTIONS ?? 64);
const path = new URL(url).pathname + "/domains/availability";
const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

async function client() {
  try {
    const { Pool } = await import(process.env.UNDICI ?? "undici");
    const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS });
    return async (body) => {
      const answer = await pool.request({ method: "POST", path, headers, body });
      return [answer.statusCode, await answer.body.text()];
    };
  } catch {
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS, noDelay: true });
    const { hostname, port } = new URL(url);
    return (body) =>
      new Promise((resolve, reject) => {
        const options = { agent, hostname, port, path, method: "POST" };
        options.headers = { ...headers, "content-length": Buffer.byteLength(body) };
        const request = http.request(options, (answer) => {
          const parts = [];
          answer.on("data", (part) => parts.push(part));
          answer.on("end", () => resolve([answer.statusCode, Buffer.concat(parts).toString()]));
        });
        request.on("error", reject);
        request.end(body);
      });
  }
}

const names = fs.readFileSync(0, "utf8").trimEnd().split("\n");
const batches = [];
for (let i = 0; i < names.length; i += 50) batches.push(names.slice(i, i + 50));
const ask = await client();
const rows = new Array(batches.length);
let next = 0;
await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    while (next < batches.length) {
      const mine = next++;
      const [status, text] = await ask(JSON.stringify({ domains: batches[mine] }));
      if (status !== 200) throw new Error(`${status}: ${text}`);
      const byName = new Map(JSON.parse(text).data.domains.map((row) => [row.domain, row]));
      rows[mine] = batches[mine].map((name) => JSON.stringify(byName.get(name))).join("\n");
    }
  }),
);
fs.writeSync(1, rows.join("\n") + "\n");
process.exit(0);
