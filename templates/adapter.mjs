#!/usr/bin/env node
// An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//
//     otpkit conform -- node adapter.mjs
//
// The functions of the first part are the slots: one for each thing that a
// library does. Call your library in them, and delete those that it has nothing
// for: a slot that is left out is not claimed, and not tested. Pass on what
// comes. Nothing is checked on the way, because a check that is made here is
// one that your library is not asked for.
//
// Until you change them, the slots call the example of the second part.
import { createHmac } from "node:crypto";
import { createInterface } from "node:readline";

// ---- 1. Your library ---------------------------------------------------------

const name = "my-otp", version = "0.1";

// What your library throws to refuse an input. All else is a fault.
const isRefusal = (error) => error instanceof RangeError;

// What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
const abilities = ["sha1", "sha256", "sha512", "t0", "step"];

// What bounds it, such as { digits: { min: 6, max: 8 }, counterBits: 53 },
// and its choices where the standards leave one: see docs/adapter-protocol.md.
const limits = {};
const policies = {};

// time, step, t0, counter, after: BigInt; key: Buffer; algorithm: "SHA1",
// "SHA256", "SHA512"; the other numbers: Number.
const slots = {
  /** The code of a time, as text. */
  totp({ key, time, step, t0, digits, algorithm }) {
    return example.totp(key, time, step, t0, digits, algorithm);
  },

  /** The code of a counter, as text. */
  hotp({ key, counter, digits, algorithm }) {
    return example.hotp(key, counter, digits, algorithm);
  },

  /** Looks for a code in the window of the current step, which has `past` steps
   * before it and `future` steps after it, and only after the last accepted step,
   * `after` (or undefined).
   *
   * Returns the matching step and its distance from the current one,
   * { step, drift }. A library that tells yes or no returns that: then add
   * match: false to the limits. */
  totpVerify({ key, code, time, step, t0, digits, algorithm, past, future, after }) {
    return example.totpVerify(
      key, code, time, step, t0, digits, algorithm, past, future, after);
  },

  /** Looks for the code of a counter or of the next `lookAhead` ones. Returns the
   * matching one, { counter }, or null; or yes or no, as above. */
  hotpVerify({ key, code, counter, lookAhead, digits, algorithm }) {
    return example.hotpVerify(key, code, counter, lookAhead, digits, algorithm);
  },

  /** The bytes of a secret in base32. */
  base32Decode({ text }) {
    return example.base32Decode(text);
  },
};

// ---- 2. The example: delete it when your library is in place -----------------

function check(isRight, what) {
  if (!isRight) throw new RangeError(what);
}

const example = {
  hotp(key, counter, digits, algorithm) {
    check(["SHA1", "SHA256", "SHA512"].includes(algorithm), "algorithm");
    check(key.length > 0, "key");
    check([6, 7, 8, 9].includes(digits), "digits");
    check(0n <= counter && counter < 2n ** 64n, "counter");
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(counter);
    const mac = createHmac(algorithm, key).update(message).digest();
    const number = mac.readUInt32BE(mac[mac.length - 1] & 15) & 0x7fffffff;
    return String(number % 10 ** digits).padStart(digits, "0");
  },

  step(time, step, t0) {
    check(step >= 1n && t0 <= time && time < 2n ** 63n, "step or time");
    return (time - t0) / step;
  },

  totp(key, time, step, t0, digits, algorithm) {
    return this.hotp(key, this.step(time, step, t0), digits, algorithm);
  },

  totpVerify(key, code, time, step, t0, digits, algorithm, past, future, after) {
    check(past >= 0 && past <= 50 && future >= 0 && future <= 50, "window");
    const now = this.step(time, step, t0);
    let best = null;
    for (let drift = -past; drift <= future; drift += 1) {
      const n = now + BigInt(drift);
      if (n < 0n || n >= 2n ** 64n) continue;
      const matches = this.hotp(key, n, digits, algorithm) === code;
      if (!matches || (after !== undefined && n <= after)) continue;
      if (best && Math.abs(best.drift) <= Math.abs(drift)) continue;
      best = { step: n, drift };
    }
    return best;
  },

  hotpVerify(key, code, counter, lookAhead, digits, algorithm) {
    check(lookAhead >= 0 && lookAhead <= 50, "window");
    this.hotp(key, counter, digits, algorithm);
    for (let n = counter; n <= counter + BigInt(lookAhead); n += 1n) {
      if (n === 2n ** 64n) break;
      if (this.hotp(key, n, digits, algorithm) === code) return { counter: n };
    }
    return null;
  },

  base32Decode(text) {
    const [, symbols, padding] = /^([^=]*)(=*)$/.exec(text) ?? [];
    check(/^[A-Za-z2-7]*$/.test(symbols ?? "="), "character");
    check(![1, 3, 6].includes(symbols.length % 8), "length");
    check(padding === "" || padding.length === (8 - symbols.length % 8) % 8,
      "padding");
    const bytes = [];
    let bits = 0, count = 0;
    for (const symbol of symbols.toUpperCase()) {
      bits = (bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(symbol)) & 0xfff;
      count += 5;
      if (count >= 8) bytes.push(bits >> (count -= 8) & 255);
    }
    return Buffer.from(bytes);
  },
};

// ---- 3. The protocol: no need to change anything below -----------------------

const operations = {
  "totp.generate": ["totp", "algorithm digits key step t0 time"],
  "hotp.generate": ["hotp", "algorithm counter digits key"],
  "totp.verify":
    ["totpVerify", "algorithm code digits future key past step t0 time"],
  "hotp.verify": ["hotpVerify", "algorithm code counter digits key lookAhead"],
  "base32.decode": ["base32Decode", "text"],
  // A slot otpauthParse({ uri }) gives an object with the fields of a URI.
  "otpauth.parse": ["otpauthParse", "uri"],
};

const filled = () => Object.keys(operations)
  .filter((op) => typeof slots[operations[op][0]] === "function");

const bigNumbers = ["time", "step", "t0", "counter", "after"];

/** The fields as a slot takes them. */
function read(fields) {
  const given = { ...fields };
  for (const field of bigNumbers) {
    if (field in fields) given[field] = BigInt(fields[field]);
  }
  if ("key" in fields) given.key = Buffer.from(fields.key, "hex");
  return given;
}

/** A slot's result as the protocol writes it. */
function value(op, result) {
  if (op === "base32.decode") return Buffer.from(result).toString("hex");
  if (!op.endsWith(".verify")) return result;
  if (result === null || typeof result !== "object") return { accepted: !!result };
  const text = (member) => typeof member === "bigint" ? String(member) : member;
  return Object.fromEntries([["accepted", true],
    ...Object.entries(result).map(([key, member]) => [key, text(member)])]);
}

function answer(op, fields) {
  if (!filled().includes(op)) return { unsupported: { what: op } };
  const [slot, names] = operations[op];
  const given = Object.keys(fields).filter((field) =>
    op !== "totp.verify" || field !== "after");
  if (given.sort().join(" ") !== names) {
    return { unsupported: { what: "these fields" } };
  }
  if ("key" in fields && !/^([0-9a-f]{2})*$/.test(fields.key)) {
    return { reject: { category: "key-malformed" } };
  }
  const input = read(fields);
  try {
    return { value: value(op, slots[slot](input)) };
  } catch (error) {
    if (!isRefusal(error)) return { fault: { message: String(error) } };
    return { reject: { category: "unspecified", message: error.name } };
  }
}

function respond(request) {
  if (request.type !== "hello") {
    return { id: request.id, ...answer(request.op, request.in) };
  }
  return {
    type: "hello", protocol: 1,
    implementation: { name, version, language: "javascript" },
    capabilities: [...filled(), ...abilities], limits, policies,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let response;
  try {
    const request = JSON.parse(line);
    if (request.type === "bye") break;
    response = respond(request);
  } catch (error) {                 // a broken line must not end the adapter
    response = { id: null, fault: { message: String(error) } };
  }
  process.stdout.write(JSON.stringify(response) + "\n");
}
