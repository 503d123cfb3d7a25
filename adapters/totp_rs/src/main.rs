// SPDX-License-Identifier: Apache-2.0
//! totp-rs. It has no HOTP and no T0; verification answers yes or no only and
//! is not claimed.
use std::io::{self, BufRead, Write};
use totp_rs::{Algorithm, TOTP};

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

/// A code, or why there is none.
fn generate(fields: &str) -> Result<String, &'static str> {
    let field = |name| member(fields, name).unwrap_or("");
    let algorithm = match field("algorithm") {
        "SHA1" => Algorithm::SHA1,
        "SHA256" => Algorithm::SHA256,
        "SHA512" => Algorithm::SHA512,
        _ => return Err("algorithm-unknown"),
    };
    if field("t0") != "0" {
        return Err("time-out-of-range");
    }
    let key = hex(field("key")).ok_or("key-malformed")?;
    let digits = field("digits").parse().map_err(|_| "digits-out-of-range")?;
    let step = field("step").parse().map_err(|_| "step-out-of-range")?;
    let time = field("time").parse().map_err(|_| "time-out-of-range")?;
    let totp = TOTP::new(algorithm, digits, 1, step, key).map_err(|_| "refused")?;
    std::panic::catch_unwind(|| totp.generate(time)).map_err(|_| "panic")
}

fn respond(line: &str) -> String {
    if member(line, "type") == Some("hello") {
        return format!(
            concat!(
                r#"{{"type":"hello","protocol":1,"implementation":"#,
                r#"{{"name":"totp-rs","version":"{}","language":"rust"}},"#,
                r#""capabilities":["totp.generate","sha1","sha256","sha512","step"],"#,
                r#""limits":{{"digits":{{"min":6,"max":8}}}},"policies":{{"secret.short":"reject"}}}}"#
            ),
            option_env!("PEER_VERSION").unwrap_or("unknown")
        );
    }
    let id = member(line, "id").unwrap_or("");
    let body = match (member(line, "op"), line.find("\"in\"")) {
        (Some("totp.generate"), Some(start)) => match generate(&line[start..]) {
            Ok(code) => format!(r#""value":"{}""#, code),
            Err("panic") => r#""fault":{"message":"panic"}"#.into(),
            Err(category) => format!(r#""reject":{{"category":"{}"}}"#, category),
        },
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
