//! An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//!
//!     cargo build --release && otpkit conform -- target/release/adapter
//!
//! The functions of the first part are the slots: one for each thing that a
//! library does. Call your library in them (Cargo.toml takes its name), and
//! delete those that it has nothing for, with `None` in their place in `LIBRARY`:
//! a slot that is left out is not claimed, and not tested. Pass on what comes.
//! Nothing is checked on the way, because a check that is made here is one that
//! your library is not asked for.
//!
//! Until you change them, the slots call the example of the second part.
mod protocol;

use protocol::{Library, Match, Refused};

// ---- 1. Your library ---------------------------------------------------------

// An `Err` refuses an input: `.map_err(|_| Refused)`. A panic is a fault.

const LIBRARY: Library = Library {
    name: "my-otp",
    version: "0.1",
    // What it has parameters for: hashes ("sha1", "sha256", "sha512"), a T0 other
    // than 0 ("t0"), a step other than 30 s ("step"). The example has SHA-1 alone.
    abilities: &["sha1", "t0", "step"],
    // What bounds it, such as r#"{"digits":{"min":6,"max":8}}"#, and its choices
    // where the standards leave one: see docs/adapter-protocol.md.
    limits: "{}",
    policies: "{}",
    totp: Some(totp),
    hotp: Some(hotp),
    totp_verify: Some(totp_verify),
    hotp_verify: Some(hotp_verify),
    base32_decode: Some(base32_decode),
};

/// The code of a time. algorithm: "SHA1", "SHA256", "SHA512".
fn totp(
    key: &[u8], time: i64, step: i64, t0: i64, digits: i64, algorithm: &str,
) -> Result<String, Refused> {
    example::totp(key, time, step, t0, digits, algorithm)
}

/// The code of a counter.
fn hotp(key: &[u8], counter: u64, digits: i64, algorithm: &str) -> Result<String, Refused> {
    example::hotp(key, counter, digits, algorithm)
}

/// Looks for a code in the window of the current step, which has `past` steps
/// before it and `future` steps after it, and only after the last accepted step,
/// `after`. Gives the matching step and its distance from the current one. A library
/// that tells yes or no gives `Match::Yes` or `Match::No`: then add
/// `"match":false` to the limits.
#[allow(clippy::too_many_arguments)]
fn totp_verify(
    key: &[u8], code: &str, time: i64, step: i64, t0: i64, digits: i64, algorithm: &str,
    past: i64, future: i64, after: Option<u64>,
) -> Result<Match, Refused> {
    example::totp_verify(
        key, code, time, step, t0, digits, algorithm, past, future, after)
}

/// Looks for the code of a counter or of the next `look_ahead` ones. Gives the
/// matching counter; or `Match::Yes`, as above.
fn hotp_verify(
    key: &[u8], code: &str, counter: u64, look_ahead: i64, digits: i64, algorithm: &str,
) -> Result<Match, Refused> {
    example::hotp_verify(key, code, counter, look_ahead, digits, algorithm)
}

/// The bytes of a secret in base32.
fn base32_decode(text: &str) -> Result<Vec<u8>, Refused> {
    example::base32_decode(text)
}

fn main() {
    protocol::serve(&LIBRARY)
}

// ---- 2. The example: delete it when your library is in place -----------------

mod example {
    use super::{Match, Refused};

    pub fn hotp(
        key: &[u8], counter: u64, digits: i64, algorithm: &str,
    ) -> Result<String, Refused> {
        if algorithm != "SHA1" || key.is_empty() || !(6..=9).contains(&digits) {
            return Err(Refused);
        }
        let mac = hmac_sha1(key, &counter.to_be_bytes());
        let at = (mac[mac.len() - 1] & 15) as usize;
        let word = [mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]];
        let code = u32::from_be_bytes(word) % 10u32.pow(digits as u32);
        Ok(format!("{:0width$}", code, width = digits as usize))
    }

    fn step_at(time: i64, step: i64, t0: i64) -> Result<u64, Refused> {
        if step < 1 || time < t0 {
            return Err(Refused);
        }
        Ok(time.abs_diff(t0) / step as u64)
    }

    pub fn totp(
        key: &[u8], time: i64, step: i64, t0: i64, digits: i64, algorithm: &str,
    ) -> Result<String, Refused> {
        hotp(key, step_at(time, step, t0)?, digits, algorithm)
    }

    #[allow(clippy::too_many_arguments)]
    pub fn totp_verify(
        key: &[u8], code: &str, time: i64, step: i64, t0: i64, digits: i64,
        algorithm: &str, past: i64, future: i64, after: Option<u64>,
    ) -> Result<Match, Refused> {
        let now = step_at(time, step, t0)?;
        if !(0..=50).contains(&past) || !(0..=50).contains(&future) {
            return Err(Refused);
        }
        let mut best: Option<(u64, i64)> = None;
        for drift in -past..=future {
            let place = now.wrapping_add(drift as u64);
            if drift < 0 && place > now {
                continue;
            }
            let matches = hotp(key, place, digits, algorithm)? == code;
            let is_nearer = best.map_or(true, |(_, least)| drift.abs() < least.abs());
            if matches && after.map_or(true, |last| place > last) && is_nearer {
                best = Some((place, drift));
            }
        }
        Ok(best.map_or(Match::No, |(step, drift)| Match::Step(step, drift)))
    }

    pub fn hotp_verify(
        key: &[u8], code: &str, counter: u64, look_ahead: i64, digits: i64,
        algorithm: &str,
    ) -> Result<Match, Refused> {
        if !(0..=50).contains(&look_ahead) {
            return Err(Refused);
        }
        for place in counter..=counter.saturating_add(look_ahead as u64) {
            if hotp(key, place, digits, algorithm)? == code {
                return Ok(Match::Counter(place));
            }
        }
        Ok(Match::No)
    }

    pub fn base32_decode(text: &str) -> Result<Vec<u8>, Refused> {
        let symbols = text.trim_end_matches('=');
        let (rest, padding) = (symbols.len() % 8, text.len() - symbols.len());
        if [1, 3, 6].contains(&rest) || ![0, (8 - rest) % 8].contains(&padding) {
            return Err(Refused);
        }
        let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
        for symbol in symbols.bytes() {
            let value = match symbol {
                b'A'..=b'Z' => symbol - b'A',
                b'a'..=b'z' => symbol - b'a',
                b'2'..=b'7' => symbol - b'2' + 26,
                _ => return Err(Refused),
            };
            bits = bits << 5 | value as u32;
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
            }
        }
        Ok(bytes)
    }

    /// HMAC-SHA-1 (RFC 2104, FIPS 180-4): Rust's standard library has none.
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
}
