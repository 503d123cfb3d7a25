#!/usr/bin/env ruby
# An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
#
#     otpkit conform -- ruby adapter.rb
#
# It works as it is, with Ruby's own HMAC. Put your code into `hotp`, your
# name into HELLO, and claim there only what your code can do.
require "json"
require "openssl"

HELLO = {
  implementation: { name: "my-otp", version: "0.1", language: "ruby" },
  # "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
  capabilities: %w[hotp.generate totp.generate sha1 sha256 sha512 t0 step],
  limits: { digits: { min: 6, max: 9 }, counterBits: 64 },
  # Where the standards leave a choice: names in vectors/README.md.
  policies: {}
}

# ---- Your code goes here -----------------------------------------------------

# The code of a counter. algorithm: "SHA1", "SHA256", "SHA512".
def hotp(algorithm, key, counter, digits)
  mac = OpenSSL::HMAC.digest(algorithm, key, [counter].pack("Q>"))
  offset = mac.getbyte(-1) & 15
  number = mac[offset, 4].unpack1("N") & 0x7fffffff
  (number % 10**digits).to_s.rjust(digits, "0")
end

# ---- The protocol: no need to change anything below --------------------------

# The input is refused, for a reason that vectors/README.md lists.
class Reject < StandardError; end

def number(text, pattern, category, range)
  raise Reject, category unless text.match?(pattern)
  raise Reject, category unless range.cover?(text.to_i)
  text.to_i
end

def answer(op, field)
  unless %w[SHA1 SHA256 SHA512].include?(field["algorithm"])
    raise Reject, "algorithm-unknown"
  end
  unless field["key"].match?(/\A([0-9a-f]{2})*\z/)
    raise Reject, "key-malformed"
  end
  raise Reject, "key-empty" if field["key"].empty?
  raise Reject, "digits-out-of-range" unless (6..9).include?(field["digits"])
  plain = /\A(0|[1-9][0-9]*)\z/
  if op == "hotp.generate"
    counter = number(field["counter"], plain, "counter-out-of-range",
                     0..2**64 - 1)
  else
    step = number(field["step"], plain, "step-out-of-range", 1..86_400)
    t0 = Integer(field["t0"], 10)
    time = number(field["time"], /\A-?[0-9]+\z/, "time-out-of-range",
                  t0..2**63 - 1)
    counter = (time - t0) / step
  end
  hotp(field["algorithm"], [field["key"]].pack("H*"), counter, field["digits"])
end

FIELDS = {
  "hotp.generate" => %w[algorithm counter digits key],
  "totp.generate" => %w[algorithm digits key step t0 time]
}

def respond(request)
  return { type: "hello", protocol: 1 }.merge(HELLO) if request["type"] == "hello"
  id, op, field = request.values_at("id", "op", "in")
  return { id: id, unsupported: { what: op } } if field.keys.sort != FIELDS[op]
  begin
    { id: id, value: answer(op, field) }
  rescue Reject => reason
    { id: id, reject: { category: reason.message } }
  rescue StandardError => error     # a bug, in your code or in this file
    { id: id, fault: { message: "#{error.class}: #{error.message}" } }
  end
end

$stdout.sync = true
$stdin.each_line do |line|
  begin
    request = JSON.parse(line)
    break if request["type"] == "bye"
    response = respond(request)
  rescue StandardError => error     # a broken line must not end the adapter
    response = { id: nil, fault: { message: error.message } }
  end
  $stdout.write(JSON.generate(response), "\n")
end
