#!/usr/bin/env ruby
# An adapter for `otpkit conform`: puts your one-time passwords before the kit.
#
#     otpkit conform -- ruby adapter.rb
#
# The methods of the first part are the slots: one for each thing that a library
# does. Call your library in them, and delete those that it has nothing for: a
# slot that is left out is not claimed, and not tested. Pass on what comes.
# Nothing is checked on the way, because a check that is made here is one that
# your library is not asked for.
#
# Until you change them, the slots call the example of the second part.
require "json"
require "openssl"

# ---- 1. Your library ---------------------------------------------------------

NAME = "my-otp"
VERSION = "0.1"

# What your library raises to refuse an input. All else is a fault.
REFUSALS = [ArgumentError, RangeError].freeze

# What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
ABILITIES = %w[sha1 sha256 sha512 t0 step].freeze

# What bounds it, such as { digits: { min: 6, max: 8 }, counterBits: 63 }, and
# its choices where the standards leave one: see docs/adapter-protocol.md.
LIMITS = {}.freeze
POLICIES = {}.freeze

# key: binary String; algorithm: "SHA1", "SHA256", "SHA512"; numbers: Integer.
module Slots
  module_function

  # The code of a time, as text.
  def totp(key:, time:, step:, t0:, digits:, algorithm:)
    Example.totp(key, time, step, t0, digits, algorithm)
  end

  # The code of a counter, as text.
  def hotp(key:, counter:, digits:, algorithm:)
    Example.hotp(key, counter, digits, algorithm)
  end

  # Looks for a code in the window of the current step, which has `past` steps
  # before it and `future` steps after it, and only after the last accepted step,
  # `after` (or nil).
  #
  # Returns the matching step and its distance from the current one,
  # [step, drift], or nil. A library that tells yes or no returns that: then
  # add `match: false` to LIMITS.
  def totp_verify(key:, code:, time:, step:, t0:, digits:, algorithm:, past:,
                  future:, after:)
    Example.totp_verify(key, code, time, step, t0, digits, algorithm, past,
                        future, after)
  end

  # Looks for the code of a counter or of the next `look_ahead` ones. Returns the
  # matching counter, or nil; or yes or no, as above.
  def hotp_verify(key:, code:, counter:, look_ahead:, digits:, algorithm:)
    Example.hotp_verify(key, code, counter, look_ahead, digits, algorithm)
  end

  # The bytes of a secret in base32.
  def base32_decode(text:)
    Example.base32_decode(text)
  end
end

# ---- 2. The example: delete it when your library is in place -----------------

module Example
  module_function

  def check(is_right, what)
    raise ArgumentError, what unless is_right
  end

  def hotp(key, counter, digits, algorithm)
    check(%w[SHA1 SHA256 SHA512].include?(algorithm), "algorithm")
    check(!key.empty?, "key")
    check((6..9).cover?(digits), "digits")
    check((0...2**64).cover?(counter), "counter")
    mac = OpenSSL::HMAC.digest(algorithm, key, [counter].pack("Q>"))
    number = mac[mac.getbyte(-1) & 15, 4].unpack1("N") & 0x7fffffff
    (number % 10**digits).to_s.rjust(digits, "0")
  end

  def step_at(time, step, t0)
    check(step >= 1 && t0 <= time && time < 2**63, "step or time")
    (time - t0) / step
  end

  def totp(key, time, step, t0, digits, algorithm)
    hotp(key, step_at(time, step, t0), digits, algorithm)
  end

  def totp_verify(key, code, time, step, t0, digits, algorithm, past, future, after)
    check((0..50).cover?(past) && (0..50).cover?(future), "window")
    now = step_at(time, step, t0)
    steps = ([now - past, 0].max..[now + future, 2**64 - 1].min)
    found = steps.select { |n| hotp(key, n, digits, algorithm) == code }
                 .select { |n| after.nil? || n > after }
    nearest = found.min_by { |n| (n - now).abs }
    nearest && [nearest, nearest - now]
  end

  def hotp_verify(key, code, counter, look_ahead, digits, algorithm)
    check((0..50).cover?(look_ahead), "window")
    hotp(key, counter, digits, algorithm)
    (counter..[counter + look_ahead, 2**64 - 1].min).find do |n|
      hotp(key, n, digits, algorithm) == code
    end
  end

  def base32_decode(text)
    symbols, padding = text.match(/\A([A-Za-z2-7]*)(=*)\z/)&.captures
    check(symbols, "character")
    check(![1, 3, 6].include?(symbols.length % 8), "length")
    check(padding.empty? || padding.length == -symbols.length % 8, "padding")
    alphabet = [*"A".."Z", *"2".."7"]
    bits = symbols.upcase.chars.map { |c| format("%05b", alphabet.index(c)) }.join
    [bits[0, bits.length / 8 * 8]].pack("B*")
  end
end

# ---- 3. The protocol: no need to change anything below -----------------------

OPERATIONS = {
  "totp.generate" => [:totp, %w[key time step t0 digits algorithm]],
  "hotp.generate" => [:hotp, %w[key counter digits algorithm]],
  "totp.verify" => [:totp_verify,
                    %w[key code time step t0 digits algorithm past future after]],
  "hotp.verify" => [:hotp_verify, %w[key code counter lookAhead digits algorithm]],
  "base32.decode" => [:base32_decode, %w[text]],
  # A slot otpauth_parse(uri:) gives a hash with the fields of a URI.
  "otpauth.parse" => [:otpauth_parse, %w[uri]]
}.freeze

def filled
  OPERATIONS.select { |_, (slot, _)| Slots.respond_to?(slot) }.keys
end

# A field as a slot takes it; what is no number is a fault.
def read(name, value)
  case name
  when "key" then [value].pack("H*")
  when "time", "step", "t0", "counter", "after" then value && Integer(value, 10)
  else value
  end
end

# A slot's result as the protocol writes it.
def value(op, result)
  return result.unpack1("H*") if op == "base32.decode"
  return result unless op.end_with?(".verify")
  return { accepted: result ? true : false } if [nil, true, false].include?(result)
  return { accepted: true, counter: result.to_s } if op == "hotp.verify"
  step, drift = result
  { accepted: true, step: step.to_s, drift: drift }
end

def call(op, slot, given)
  { value: value(op, Slots.public_send(slot, **given)) }
rescue *REFUSALS => error
  { reject: { category: "unspecified", message: error.class.name } }
rescue StandardError => error
  { fault: { message: "#{error.class}: #{error.message}" } }
end

def answer(op, fields)
  return { unsupported: { what: op } } unless filled.include?(op)
  slot, names = OPERATIONS[op]
  unless ((names | fields.keys) - (names & fields.keys) - ["after"]).empty?
    return { unsupported: { what: "these fields" } }
  end
  unless fields.fetch("key", "").match?(/\A([0-9a-f]{2})*\z/)
    return { reject: { category: "key-malformed" } }
  end
  given = names.to_h do |name|
    [name.sub("lookAhead", "look_ahead").to_sym, read(name, fields[name])]
  end
  call(op, slot, given)
end

def respond(request)
  unless request["type"] == "hello"
    return { id: request["id"], **answer(request["op"], request["in"]) }
  end
  { type: "hello", protocol: 1,
    implementation: { name: NAME, version: VERSION, language: "ruby" },
    capabilities: filled + ABILITIES, limits: LIMITS, policies: POLICIES }
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
