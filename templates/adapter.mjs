#!/usr/bin/env node
// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//     otpkit conform -- node adapter.mjs
//
// It works as it is, with Node's own HMAC. Put your code into `hotp`, your
// name into HELLO, and claim there only what your code can do.
import { createHmac } from "node:crypto";
import { createInterface } from "node:readline";

const HELLO = {
  implementation: { name: "my-otp", version: "0.1", language: "javascript" },
  // "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
  capabilities: ["hotp.generate", "totp.generate",
    "sha1", "sha256", "sha512", "t0", "step"],
  limits: { digits: { min: 6, max: 9 }, counterBits: 64 },
  // Where the standards leave a choice: names in vectors/README.md.
  policies: {},
};

// ---- Your code goes here -----------------------------------------------------

/** The code of a counter (a BigInt). algorithm: "sha1", "sha256", "sha512". */
function hotp(algorithm, key, counter, digits) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(counter);
  const mac = createHmac(algorithm, key).update(message).digest();
  const number = mac.readUInt32BE(mac[mac.length - 1] & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

// ---- The protocol: no need to change anything below --------------------------

/** The input is refused, for a reason that vectors/README.md lists. */
class Reject extends Error {}

function check(isRight, category) {
  if (!isRight) throw new Reject(category);
}

function number(text, pattern, category, least, most) {
  check(pattern.test(text), category);
  const number = BigInt(text);
  check(least <= number && number <= most, category);
  return number;
}

function answer(op, field) {
  check(["SHA1", "SHA256", "SHA512"].includes(field.algorithm),
    "algorithm-unknown");
  check(/^([0-9a-f]{2})*$/.test(field.key), "key-malformed");
  check(field.key !== "", "key-empty");
  check([6, 7, 8, 9].includes(field.digits), "digits-out-of-range");
  const plain = /^(0|[1-9][0-9]*)$/, signed = /^-?[0-9]+$/;
  let counter;
  if (op === "hotp.generate") {
    counter = number(field.counter, plain, "counter-out-of-range",
      0n, 2n ** 64n - 1n);
  } else {
    const step = number(field.step, plain, "step-out-of-range", 1n, 86400n);
    const t0 = BigInt(field.t0);
    const time = number(field.time, signed, "time-out-of-range",
      t0, 2n ** 63n - 1n);
    counter = (time - t0) / step;
  }
  return hotp(field.algorithm.toLowerCase(), Buffer.from(field.key, "hex"),
    counter, field.digits);
}

const FIELDS = {
  "hotp.generate": "algorithm counter digits key",
  "totp.generate": "algorithm digits key step t0 time",
};

function respond(request) {
  if (request.type === "hello") {
    return { type: "hello", protocol: 1, ...HELLO };
  }
  const { id, op, in: field } = request;
  if (Object.keys(field).sort().join(" ") !== FIELDS[op]) {
    return { id, unsupported: { what: op } };
  }
  try {
    return { id, value: answer(op, field) };
  } catch (error) {
    if (error instanceof Reject) return { id, reject: { category: error.message } };
    return { id, fault: { message: String(error) } };   // a bug somewhere
  }
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
