// SPDX-License-Identifier: Apache-2.0
//! totp-rs. It has no HOTP and no T0; verification answers yes or no, has a window
//! of two equal sides and no memory.
use std::io::{self, BufRead, Write};
use totp_rs::{Algorithm, TOTP};

/// A text with its escapes resolved; those of \u that are no half of a pair are
/// enough, because the kit writes UTF-8.
fn unescape(text: &str) -> String {
    let (mut plain, mut characters) = (String::new(), text.chars());
    while let Some(character) = characters.next() {
        let escape = if character == '\\' { characters.next() } else { None };
        plain.push(match escape {
            Some('u') => {
                let digits: String = characters.by_ref().take(4).collect();
                u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('?')
            }
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(other) => other,
            None => character,
        });
    }
    plain
}

/// A member's text or number: quotes inside JSON strings are escaped.
fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let key = format!("\"{}\":", name);
    let value = json[json.find(&key)? + key.len()..].trim_start();
    match value.strip_prefix('"') {
        Some(text) => Some(&text[..text.find('"')?]),
        None => Some(value[..value.find([',', '}'])?].trim_end()),
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !is_hex || text.len() % 2 != 0 {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

/// The answer to a call, as JSON, or why there is none. What a type of totp-rs
/// cannot hold is refused here, because no call of it can be written.
fn answer(op: &str, fields: &str) -> Result<String, &'static str> {
    let field = |name| member(fields, name).unwrap_or("");
    let algorithm = match field("algorithm") {
        "SHA1" => Algorithm::SHA1,
        "SHA256" => Algorithm::SHA256,
        "SHA512" => Algorithm::SHA512,
        _ => return Err("algorithm-unknown"),
    };
    let key = hex(field("key")).ok_or("key-malformed")?;
    let digits = field("digits").parse().map_err(|_| "digits-out-of-range")?;
    let step = field("step").parse().map_err(|_| "step-out-of-range")?;
    let time = field("time").parse().map_err(|_| "time-out-of-range")?;
    let skew = match op {
        "totp.verify" => field("past").parse().map_err(|_| "window-out-of-range")?,
        _ => 1,
    };
    let totp = TOTP::new(algorithm, digits, skew, step, key).map_err(|_| "unspecified")?;
    let call = || match op {
        "totp.verify" => format!(r#"{{"accepted":{}}}"#, totp.check(&unescape(field("code")), time)),
        _ => format!("\"{}\"", totp.generate(time)),
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).map_err(|_| "panic")
}

fn respond(line: &str) -> String {
    if member(line, "type") == Some("hello") {
        return format!(
            concat!(
                r#"{{"type":"hello","protocol":1,"implementation":"#,
                r#"{{"name":"totp-rs","version":"{}","language":"rust"}},"#,
                r#""capabilities":["totp.generate","totp.verify","sha1","sha256","#,
                r#""sha512","step"],"limits":{{"digits":{{"min":6,"max":8}},"match":false,"#,
                r#""after":false,"window":"equal"}},"policies":{{"secret.short":"reject"}}}}"#
            ),
            option_env!("PEER_VERSION").unwrap_or("unknown")
        );
    }
    let id = member(line, "id").unwrap_or("");
    let body = match (member(line, "op"), line.find("\"in\"")) {
        (Some(op @ ("totp.generate" | "totp.verify")), Some(start)) => {
            match answer(op, &line[start..]) {
                Ok(value) => format!(r#""value":{}"#, value),
                Err("panic") => r#""fault":{"message":"panic"}"#.into(),
                Err(category) => format!(r#""reject":{{"category":"{}"}}"#, category),
            }
        }
        _ => r#""unsupported":{"what":"op"}"#.into(),
    };
    format!(r#"{{"id":"{}",{}}}"#, id, body)
}

fn main() {
    let mut output = io::stdout();
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        if member(&line, "type") == Some("bye") {
            break;
        }
        if writeln!(output, "{}", respond(&line)).and(output.flush()).is_err() {
            break;
        }
    }
}
