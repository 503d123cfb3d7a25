# SPDX-License-Identifier: Apache-2.0
# rotp. Verification of TOTP takes seconds before and after, and the time of the
# last code; of several matching steps it reports the newest. Its encoder of
# base32 leaves the padding out, as secrets have it, so it is not claimed.
require "json"
require "rotp"
require "rotp/version"

class Refused < StandardError; end

HELLO = {
  type: "hello", protocol: 1,
  implementation: { name: "rotp", version: ROTP::VERSION, language: "ruby" },
  capabilities: %w[hotp.generate totp.generate hotp.verify totp.verify
                   base32.decode sha1 sha256 sha512 step],
  limits: { counterBits: 64 },
  policies: { "match.equal" => "newest", "base32.padding.excess" => "accept" },
}.freeze

def number(text, category)
  raise Refused, category unless text.match?(/\A-?(0|[1-9][0-9]*)\z/)
  Integer(text, 10)
end

def bytes(text, category = "key-malformed")
  raise Refused, category unless text.match?(/\A([0-9a-f]{2})*\z/)
  [text].pack("H*")
end

# rotp's own encoder does not take an empty key, so the text comes from here.
def secret(fields)
  bits = bytes(fields["key"]).unpack1("B*")
  bits.scan(/.{1,5}/).map { |b| ROTP::Base32::CHARS[b.ljust(5, "0").to_i(2)] }.join
end

def options(fields)
  { digits: fields["digits"], digest: fields["algorithm"].downcase }
end

def hotp(fields) = ROTP::HOTP.new(secret(fields), options(fields))

def totp(fields)
  step = number(fields["step"], "step-out-of-range")
  ROTP::TOTP.new(secret(fields), options(fields).merge(interval: step))
end

def counter(fields) = number(fields["counter"], "counter-out-of-range")
def time(fields) = number(fields["time"], "time-out-of-range")

def verify(fields)
  otp, now = totp(fields), time(fields)
  step = otp.interval
  last = fields["after"] && number(fields["after"], "counter-out-of-range") * step
  match = otp.verify(
    fields["code"], drift_behind: fields["past"] * step,
                    drift_ahead: fields["future"] * step, after: last, at: now)
  return { accepted: false } unless match
  { accepted: true, step: (match / step).to_s, drift: match / step - now / step }
end

OPERATIONS = {
  "hotp.generate" => ->(f) { hotp(f).at(counter(f)) },
  "totp.generate" => ->(f) { totp(f).at(time(f)) },
  "hotp.verify" => lambda { |f|
    match = hotp(f).verify(f["code"], counter(f), retries: f["lookAhead"])
    match ? { accepted: true, counter: match.to_s } : { accepted: false }
  },
  "totp.verify" => ->(f) { verify(f) },
  "base32.decode" => ->(f) { ROTP::Base32.decode(f["text"]).unpack1("H*") },
}.freeze

def answer(call)
  operation = OPERATIONS[call["op"]]
  return { unsupported: { what: "op" } } unless operation
  { value: operation.call(call["in"]) }
rescue Refused => e
  { reject: { category: e.message } }
rescue ArgumentError, ROTP::Base32::Base32Error, RuntimeError => e
  { reject: { category: "unspecified", message: e.class.name } }
rescue StandardError => e
  { fault: { message: e.class.name } }
end

$stdout.sync = true
$stdin.each_line do |line|
  message = JSON.parse(line)
  break if message["type"] == "bye"
  reply = message["type"] == "hello" ? HELLO : { id: message["id"], **answer(message) }
  puts JSON.generate(reply)
end
