// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//     rustc -O adapter.rs && otpkit conform -- ./adapter
//
// It works as it is, with SHA-1 only: Rust's standard library has no HMAC, so
// there is a small one at the end. Put your code into `hotp`, your name into
// HELLO, and claim there only what your code can do, such as "sha256".
use std::io::{self, BufRead, Write};

// "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
// Policies, where the standards leave a choice: names in vectors/README.md.
const HELLO: &str = concat!(
    r#"{"type":"hello","protocol":1,"#,
    r#""implementation":{"name":"my-otp","version":"0.1","language":"rust"},"#,
    r#""capabilities":["hotp.generate","totp.generate","sha1","t0","step"],"#,
    r#""limits":{"digits":{"min":6,"max":9},"counterBits":64},"policies":{}}"#
);

// ---- Your code goes here -----------------------------------------------------

/// The code of a counter; `None` for an algorithm that is not implemented.
fn hotp(algorithm: &str, key: &[u8], counter: u64, digits: u32) -> Option<String> {
    let mac = match algorithm {
        "SHA1" => hmac_sha1(key, &counter.to_be_bytes()),
        _ => return None,
    };
    let at = (mac[mac.len() - 1] & 15) as usize;
    let word = [mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]];
    let code = u32::from_be_bytes(word) % 10u32.pow(digits);
    Some(format!("{:0width$}", code, width = digits as usize))
}

// ---- The protocol: no need to change anything below --------------------------

/// Why there is no code.
enum Refusal {
    /// The input is refused, for a reason that vectors/README.md lists.
    Reject(&'static str),
    Unsupported,
}

/// A member's text or number. Quotes inside JSON strings are escaped, so
/// `"name":` is always a name.
fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let key = format!("\"{}\":", name);
    let value = &json[json.find(&key)? + key.len()..];
    match value.strip_prefix('"') {
        Some(text) => Some(&text[..text.find('"')?]),
        None => Some(&value[..value.find(|c| c == ',' || c == '}')?]),
    }
}

fn unsigned(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if !plain || (text.starts_with('0') && text != "0") {
        return None;
    }
    text.parse().ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if text.len() % 2 != 0 || !text.bytes().all(is_hex) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

fn answer(op: &str, fields: &str) -> Result<String, Refusal> {
    use Refusal::*;
    let field = |name| member(fields, name).ok_or(Unsupported);
    let count = fields.matches(':').count();
    if !matches!((op, count), ("hotp.generate", 5) | ("totp.generate", 7)) {
        return Err(Unsupported);
    }
    let algorithm = field("algorithm")?;
    if !["SHA1", "SHA256", "SHA512"].contains(&algorithm) {
        return Err(Reject("algorithm-unknown"));
    }
    let key = hex(field("key")?).ok_or(Reject("key-malformed"))?;
    if key.is_empty() {
        return Err(Reject("key-empty"));
    }
    let digits = field("digits")?.parse().unwrap_or(0);
    if !(6..=9).contains(&digits) {
        return Err(Reject("digits-out-of-range"));
    }
    let counter = if op == "hotp.generate" {
        unsigned(field("counter")?).ok_or(Reject("counter-out-of-range"))?
    } else {
        let step = unsigned(field("step")?).filter(|s| (1..=86400).contains(s));
        let step = step.ok_or(Reject("step-out-of-range"))?;
        let time: i64 = field("time")?.parse().map_err(|_| Reject("time-out-of-range"))?;
        let t0: i64 = field("t0")?.parse().map_err(|_| Reject("time-out-of-range"))?;
        if time < t0 {
            return Err(Reject("time-out-of-range"));
        }
        (time as u64).wrapping_sub(t0 as u64) / step
    };
    hotp(algorithm, &key, counter, digits).ok_or(Unsupported)
}

fn respond(line: &str) -> String {
    let broken = r#"{"id":null,"fault":{"message":"broken line"}}"#.to_string();
    if member(line, "type") == Some("hello") {
        return HELLO.to_string();
    }
    let (id, op, start) = match (member(line, "id"), member(line, "op"), line.find("\"in\"")) {
        (Some(id), Some(op), Some(start)) => (id, op, start),
        _ => return broken,
    };
    match answer(op, &line[start..]) {
        Ok(code) => format!(r#"{{"id":"{}","value":"{}"}}"#, id, code),
        Err(Refusal::Reject(category)) => {
            format!(r#"{{"id":"{}","reject":{{"category":"{}"}}}}"#, id, category)
        }
        Err(Refusal::Unsupported) => {
            format!(r#"{{"id":"{}","unsupported":{{"what":"op or fields"}}}}"#, id)
        }
    }
}

fn main() {
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let line = line.unwrap_or_default();
        if member(&line, "type") == Some("bye") {
            break;
        }
        if writeln!(output, "{}", respond(&line)).and(output.flush()).is_err() {
            break;
        }
    }
}

// ---- HMAC-SHA-1 (RFC 2104, FIPS 180-4), until your code takes its place ------

fn hmac_sha1(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = if key.len() > 64 { sha1(key) } else { key.to_vec() };
    block.resize(64, 0);
    let pad = |byte: u8| block.iter().map(|b| b ^ byte).collect::<Vec<u8>>();
    let inner = sha1(&[&pad(0x36)[..], message].concat());
    sha1(&[&pad(0x5c)[..], &inner[..]].concat())
}

fn sha1(message: &[u8]) -> Vec<u8> {
    let mut state = [0x67452301u32, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    let mut text = message.to_vec();
    text.push(0x80);
    text.resize((text.len() + 8 + 63) / 64 * 64 - 8, 0);
    text.extend((message.len() as u64 * 8).to_be_bytes());
    for block in text.chunks(64) {
        let mut w = [0u32; 80];
        for (i, four) in block.chunks(4).enumerate() {
            w[i] = u32::from_be_bytes([four[0], four[1], four[2], four[3]]);
        }
        for i in 16..80 {
            w[i] = (w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]).rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (i, word) in w.iter().enumerate() {
            let (f, k) = match i / 20 {
                0 => ((b & c) | (!b & d), 0x5a827999),
                1 => (b ^ c ^ d, 0x6ed9eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1bbcdc),
                _ => (b ^ c ^ d, 0xca62c1d6u32),
            };
            let sum = a.rotate_left(5).wrapping_add(f).wrapping_add(e);
            let next = sum.wrapping_add(k).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (part, value) in state.iter_mut().zip([a, b, c, d, e]) {
            *part = part.wrapping_add(value);
        }
    }
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}
