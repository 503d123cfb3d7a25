//! The adapter protocol (docs/adapter-protocol.md): no need to change anything
//! here. adapter.rs has the slots that this file calls.
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::panic;

/// What a slot answers to refuse an input.
#[derive(Debug)]
pub struct Refused;

/// What a verification finds.
#[allow(dead_code)]
pub enum Match {
    No,
    /// Something matches; the library does not say what.
    Yes,
    /// This step does, at this distance from the current one.
    Step(u64, i64),
    Counter(u64),
}

type Totp = fn(&[u8], i64, i64, i64, i64, &str) -> Result<String, Refused>;
type Hotp = fn(&[u8], u64, i64, &str) -> Result<String, Refused>;
type TotpVerify = fn(
    &[u8], &str, i64, i64, i64, i64, &str, i64, i64, Option<u64>,
) -> Result<Match, Refused>;
type HotpVerify = fn(&[u8], &str, u64, i64, i64, &str) -> Result<Match, Refused>;
type Base32Decode = fn(&str) -> Result<Vec<u8>, Refused>;

/// The slots, and what is claimed besides them.
pub struct Library {
    pub name: &'static str,
    pub version: &'static str,
    pub abilities: &'static [&'static str],
    pub limits: &'static str,
    pub policies: &'static str,
    pub totp: Option<Totp>,
    pub hotp: Option<Hotp>,
    pub totp_verify: Option<TotpVerify>,
    pub hotp_verify: Option<HotpVerify>,
    pub base32_decode: Option<Base32Decode>,
}

const OPERATIONS: [(&str, &str); 5] = [
    ("totp.generate", "algorithm digits key step t0 time"),
    ("hotp.generate", "algorithm counter digits key"),
    ("totp.verify", "algorithm code digits future key past step t0 time"),
    ("hotp.verify", "algorithm code counter digits key lookAhead"),
    ("base32.decode", "text"),
];

impl Library {
    fn has(&self, op: &str) -> bool {
        match op {
            "totp.generate" => self.totp.is_some(),
            "hotp.generate" => self.hotp.is_some(),
            "totp.verify" => self.totp_verify.is_some(),
            "hotp.verify" => self.hotp_verify.is_some(),
            "base32.decode" => self.base32_decode.is_some(),
            _ => false,
        }
    }

    fn hello(&self) -> String {
        let operations = OPERATIONS.iter().map(|(op, _)| *op).filter(|op| self.has(op));
        let claims: Vec<_> = self.abilities.iter().copied().chain(operations).collect();
        format!(
            concat!(
                r#"{{"type":"hello","protocol":1,"#,
                r#""implementation":{{"name":"{}","version":"{}","language":"rust"}},"#,
                r#""capabilities":["{}"],"limits":{},"policies":{}}}"#
            ),
            self.name, self.version, claims.join("\",\""), self.limits, self.policies
        )
    }

    /// The value that a slot answers, as JSON.
    fn value(&self, op: &str, fields: &Fields) -> Result<String, Answer> {
        let f = fields;
        let text = |text: String| format!("\"{}\"", text);
        if op == "base32.decode" {
            let bytes = call(self.base32_decode)?(f.text("text")?)?;
            return Ok(text(bytes.iter().map(|b| format!("{:02x}", b)).collect()));
        }
        let (key, digits) = (&f.key()?[..], f.number("digits")?);
        let algorithm = f.text("algorithm")?;
        match op {
            "hotp.generate" => {
                Ok(text(call(self.hotp)?(key, f.counter("counter")?, digits, algorithm)?))
            }
            "totp.generate" => Ok(text(call(self.totp)?(
                key, f.number("time")?, f.number("step")?, f.number("t0")?, digits,
                algorithm)?)),
            "hotp.verify" => Ok(call(self.hotp_verify)?(
                key, f.text("code")?, f.counter("counter")?, f.number("lookAhead")?,
                digits, algorithm)?.json()),
            _ => {
                let after = f.0.contains_key("after").then(|| f.counter("after"));
                Ok(call(self.totp_verify)?(
                    key, f.text("code")?, f.number("time")?, f.number("step")?,
                    f.number("t0")?, digits, algorithm, f.number("past")?,
                    f.number("future")?, after.transpose()?)?.json())
            }
        }
    }
}

fn call<Slot>(slot: Option<Slot>) -> Result<Slot, Answer> {
    slot.ok_or(Answer::Unsupported)
}

impl Match {
    fn json(self) -> String {
        match self {
            Match::No => r#"{"accepted":false}"#.into(),
            Match::Yes => r#"{"accepted":true}"#.into(),
            Match::Step(step, drift) => {
                format!(r#"{{"accepted":true,"step":"{}","drift":{}}}"#, step, drift)
            }
            Match::Counter(counter) => {
                format!(r#"{{"accepted":true,"counter":"{}"}}"#, counter)
            }
        }
    }
}

/// An answer that has no value.
enum Answer {
    Unsupported,
    Reject(&'static str),
}

impl From<Refused> for Answer {
    fn from(_: Refused) -> Self {
        Answer::Reject("unspecified")
    }
}

/// The members of an object: texts and numbers, with escapes resolved.
struct Fields(BTreeMap<String, String>);

impl Fields {
    fn text(&self, name: &str) -> Result<&str, Answer> {
        self.0.get(name).map(|text| &text[..]).ok_or(Answer::Unsupported)
    }

    /// A number that its type cannot hold is refused here, because no call of the
    /// library can be written with it.
    fn number(&self, name: &str) -> Result<i64, Answer> {
        self.text(name)?.parse().map_err(|_| Answer::Reject("unspecified"))
    }

    fn counter(&self, name: &str) -> Result<u64, Answer> {
        self.text(name)?.parse().map_err(|_| Answer::Reject("unspecified"))
    }

    fn key(&self) -> Result<Vec<u8>, Answer> {
        let (text, malformed) = (self.text("key")?, Answer::Reject("key-malformed"));
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() % 2 != 0 || !text.bytes().all(is_hex) {
            return Err(malformed);
        }
        let bytes = (0..text.len()).step_by(2);
        bytes.map(|i| u8::from_str_radix(&text[i..i + 2], 16).map_err(|_| Answer::Unsupported))
            .collect()
    }

    /// Reads `{"a":"b","c":1}`; anything after the object is left.
    fn read(json: &str) -> Option<Fields> {
        let mut rest = json.strip_prefix('{')?;
        let mut fields = BTreeMap::new();
        while !rest.starts_with('}') {
            let name;
            (name, rest) = string(rest)?;
            rest = rest.strip_prefix(':')?;
            let value;
            if rest.starts_with('"') {
                (value, rest) = string(rest)?;
            } else {
                let end = rest.find([',', '}'])?;
                value = rest[..end].to_string();
                rest = &rest[end..];
            }
            fields.insert(name, value);
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        Some(Fields(fields))
    }
}

/// A string in quotes, and what follows it. Of the escapes with \u those that are
/// no half of a pair are enough, because the kit writes UTF-8.
fn string(json: &str) -> Option<(String, &str)> {
    let json = json.strip_prefix('"')?;
    let (mut text, mut characters) = (String::new(), json.char_indices());
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((text, &json[at + 1..])),
            '\\' => text.push(match characters.next()?.1 {
                'u' => {
                    let digits: String = characters.by_ref().take(4).map(|c| c.1).collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                plain => plain,
            }),
            plain => text.push(plain),
        }
    }
    None
}

/// The members of an answer after its id.
fn answer(library: &Library, op: &str, fields: &Fields) -> String {
    let unsupported = || r#""unsupported":{"what":"op or fields"}"#.to_string();
    let names: Vec<_> =
        fields.0.keys().filter(|name| op != "totp.verify" || *name != "after").cloned().collect();
    if !library.has(op) || !OPERATIONS.contains(&(op, &names.join(" "))) {
        return unsupported();
    }
    match panic::catch_unwind(|| library.value(op, fields)) {
        Ok(Ok(value)) => format!(r#""value":{}"#, value),
        Ok(Err(Answer::Unsupported)) => unsupported(),
        Ok(Err(Answer::Reject(why))) => format!(r#""reject":{{"category":"{}"}}"#, why),
        Err(_) => r#""fault":{"message":"panic"}"#.into(),
    }
}

fn respond(library: &Library, line: &str) -> String {
    let broken = || r#"{"id":null,"fault":{"message":"broken line"}}"#.to_string();
    let start = match line.find("\"in\":") {
        Some(start) => start,
        None if line.contains(r#""type":"hello""#) => return library.hello(),
        None => return broken(),
    };
    let head = Fields::read(&format!("{}}}", line[..start].trim_end_matches(',')));
    let fields = Fields::read(&line[start + 5..]);
    match (head, fields) {
        (Some(head), Some(fields)) => match (head.text("id"), head.text("op")) {
            (Ok(id), Ok(op)) => {
                format!(r#"{{"id":"{}",{}}}"#, id, answer(library, op, &fields))
            }
            _ => broken(),
        },
        _ => broken(),
    }
}

/// Answers until `bye` or the end of the input.
pub fn serve(library: &Library) {
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let line = line.unwrap_or_default();
        if line.contains(r#""type":"bye""#) {
            break;
        }
        if writeln!(output, "{}", respond(library, &line)).and(output.flush()).is_err() {
            break;
        }
    }
}
