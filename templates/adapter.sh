#!/usr/bin/env bash
# An adapter for `otpkit conform`: puts your one-time passwords before the kit.
#
#     otpkit conform -- bash adapter.sh
#
# The functions of the first part are the slots: one for each thing that a
# library does. Call your program in them, and delete those that it has nothing
# for: a slot that is left out is not claimed, and not tested. Pass on what
# comes. Nothing is checked on the way, because a check that is made here is one
# that your program is not asked for.
#
# Until you change them, the slots call the example of the second part. A tool
# with options for all of this needs no adapter: see docs/tool-file.md.
set -u
export LC_ALL=C

# ---- 1. Your program ---------------------------------------------------------

NAME=my-otp VERSION=0.1

# The exit codes by which your program refuses an input. All else is a fault.
REFUSALS='1'

# What it has options for: hashes, a T0 other than 0, a step other than 30 s.
ABILITIES='"sha1","sha256","sha512","t0","step"'

# What bounds it, such as {"digits":{"min":6,"max":8}}, and its choices where
# the standards leave one: see docs/adapter-protocol.md. Numbers of a shell have
# 63 bits and a sign.
LIMITS='{"counterBits":63}'
POLICIES='{}'

# Arguments are text, as they come: KEY is hexadecimal, ALGORITHM is SHA1,
# SHA256 or SHA512.

# totp KEY TIME STEP T0 DIGITS ALGORITHM: prints the code of a time.
totp() { example_totp "$@"; }

# hotp KEY COUNTER DIGITS ALGORITHM: prints the code of a counter.
hotp() { example_hotp "$@"; }

# totp_verify KEY CODE TIME STEP T0 DIGITS ALGORITHM PAST FUTURE AFTER: looks for
# a code in the window of the current step, which has PAST steps before it and
# FUTURE steps after it, and only after the last accepted step, AFTER (or the empty
# text).
#
# Prints the matching step and its distance from the current one, or "no". A
# program that tells yes or no prints that: then add "match":false to LIMITS.
totp_verify() { example_totp_verify "$@"; }

# hotp_verify KEY CODE COUNTER LOOK-AHEAD DIGITS ALGORITHM: looks for the code of
# a counter or of the next LOOK-AHEAD ones. Prints the matching counter, or "no";
# or "yes" or "no", as above.
hotp_verify() { example_hotp_verify "$@"; }

# base32_decode TEXT: prints the bytes of a secret, in hexadecimal.
base32_decode() { example_base32_decode "$@"; }

# ---- 2. The example: delete it when your program is in place -----------------

# example_in NUMBER LEAST MOST: whether a decimal number of 63 bits is in range.
example_in() {
  [[ $1 =~ ^(0|-?[1-9][0-9]{0,18})$ ]] || return 1
  [ "$(($1))" = "$1" ] && (($1 >= $2 && $1 <= $3))
}

MOST=9223372036854775807

# example_codes KEY FIRST COUNT DIGITS ALGORITHM: prints the codes of counters.
example_codes() {
  local key=$1 counter=$2 count=$3 digits=$4 hex message files=() mac offset i
  [[ -n $key && $5 =~ ^(SHA1|SHA256|SHA512)$ ]] || return 1
  example_in "$counter" 0 $MOST && example_in "$digits" 6 9 || return 1
  for ((; count > 0; count--, counter++)); do
    printf -v hex '%016x' $counter
    message=''
    for ((i = 0; i < 16; i += 2)); do message+="\\x${hex:i:2}"; done
    files+=("$EXAMPLE/$count")
    # shellcheck disable=SC2059
    printf "$message" >"$EXAMPLE/$count"
  done
  openssl dgst -"${5,,}" -mac HMAC -macopt hexkey:"$key" -r "${files[@]}" |
    while read -r mac _; do
      offset=$((16#${mac: -1}))
      printf '%0*d\n' "$digits" \
        $(((16#${mac:offset * 2:8} & 0x7fffffff) % 10 ** digits))
    done
}

EXAMPLE=$(mktemp -d) || exit
trap 'rm -r "$EXAMPLE"' EXIT

example_hotp() { example_codes "$1" "$2" 1 "$3" "$4"; }

# example_step TIME STEP T0: sets NOW.
example_step() {
  example_in "$2" 1 $MOST && example_in "$1" "$3" $MOST || return 1
  NOW=$((($1 - $3) / $2))
}

example_totp() {
  local NOW
  example_step "$2" "$3" "$4" || return 1
  example_hotp "$1" $NOW "$5" "$6"
}

example_totp_verify() {
  local code=$2 past=$8 future=$9 after=${10} NOW first last codes found step best=
  example_in "$past" 0 50 && example_in "$future" 0 50 || return 1
  example_step "$3" "$4" "$5" || return 1
  first=$((NOW > past ? NOW - past : 0)) last=$((NOW + future))
  codes=$(example_codes "$1" $first $((last - first + 1)) "$6" "$7") || return
  for ((step = first; step <= last; step++)); do
    found=${codes%%$'\n'*} codes=${codes#*$'\n'}
    [ "$found" = "$code" ] && { [ -z "$after" ] || ((step > after)); } || continue
    [ -n "$best" ] && ((NOW - best <= step - NOW)) || best=$step
  done
  [ -n "$best" ] && echo "$best $((best - NOW))" || echo no
}

example_hotp_verify() {
  local code=$2 counter=$3 ahead=$4 codes found
  example_in "$ahead" 0 50 && example_in "$counter" 0 $MOST || return 1
  codes=$(example_codes "$1" "$counter" $((ahead + 1)) "$5" "$6") || return
  while read -r found; do
    [ "$found" != "$code" ] || { echo "$counter"; return; }
    counter=$((counter + 1))
  done <<<"$codes"
  echo no
}

example_base32_decode() {
  local symbols=${1%%=*} padding=${1#"${1%%=*}"}
  local rest=$((${#symbols} % 8))
  [[ $symbols =~ ^[A-Za-z2-7]*$ && $padding =~ ^=*$ ]] || return 1
  [[ $rest != [136] ]] || return 1
  [[ -z $padding || ${#padding} = $(((8 - rest) % 8)) ]] || return 1
  printf '%s' "${symbols^^}$(printf '%.*s' $(((8 - rest) % 8)) =======)" |
    base32 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n'
}

# ---- 3. The protocol: no need to change anything below -----------------------

# fields OP: sets SLOT and NAMES, the fields in the order of its arguments.
fields() {
  case $1 in
    totp.generate) SLOT=totp NAMES='key time step t0 digits algorithm' ;;
    hotp.generate) SLOT=hotp NAMES='key counter digits algorithm' ;;
    totp.verify) SLOT=totp_verify
      NAMES='key code time step t0 digits algorithm past future after' ;;
    hotp.verify) SLOT=hotp_verify
      NAMES='key code counter lookAhead digits algorithm' ;;
    base32.decode) SLOT=base32_decode NAMES=text ;;
    *) return 1 ;;
  esac
  declare -F $SLOT >/dev/null
}

hello() {
  local op claims=$ABILITIES SLOT NAMES
  for op in totp.generate hotp.generate totp.verify hotp.verify base32.decode; do
    fields $op && claims+=",\"$op\""
  done
  printf '{"type":"hello","protocol":1,"implementation":{"name":"%s",' "$NAME"
  printf '"version":"%s","language":"shell"},"capabilities":[%s],' \
    "$VERSION" "$claims"
  printf '"limits":%s,"policies":%s}\n' "$LIMITS" "$POLICIES"
}

# member NAME JSON: sets VALUE to a member's text or number. No argument of a
# program can hold the character NUL: another control character stands for it.
member() {
  local pattern="\"$1\":(\"(([^\"\\]|\\\\.)*)\"|(-?[0-9]+)[,}])"
  [[ $2 =~ $pattern ]] || return 1
  VALUE=${BASH_REMATCH[2]}${BASH_REMATCH[4]}
  [[ $VALUE == *\\* ]] || return 0
  VALUE=${VALUE//\\u0000/\\x01}
  printf -v VALUE '%b.' "${VALUE//\\u00/\\x}"
  VALUE=${VALUE%.}
}

# answer OP IN: prints the members of the answer after its id.
answer() {
  local SLOT NAMES VALUE name count=0 given=() output status
  fields "$1" || { printf '"unsupported":{"what":"op"}'; return; }
  for name in $NAMES; do
    VALUE=
    member $name "$2" && count=$((count + 1))
    [[ $name != key || $VALUE =~ ^([0-9a-f]{2})*$ ]] ||
      { printf '"reject":{"category":"key-malformed"}'; return; }
    given+=("$VALUE")
  done
  [[ $2 == *'"after"'* || $SLOT != totp_verify ]] || count=$((count + 1))
  [ $count = ${#given[@]} ] ||
    { printf '"unsupported":{"what":"these fields"}'; return; }
  output=$($SLOT "${given[@]}")
  status=$?
  if [[ " $REFUSALS " == *" $status "* ]]; then
    printf '"reject":{"category":"unspecified","message":"exit code %s"}' $status
  elif [ $status != 0 ]; then
    printf '"fault":{"message":"exit code %s"}' $status
  else
    printf '"value":%s' "$(value $SLOT $output)"
  fi
}

# value SLOT OUTPUT...: the output as the protocol writes it.
value() {
  case "$1 ${2:-}" in
    *_verify\ no) printf '{"accepted":false}' ;;
    *_verify\ yes) printf '{"accepted":true}' ;;
    hotp_verify*) printf '{"accepted":true,"counter":"%s"}' "${2:-}" ;;
    totp_verify*)
      printf '{"accepted":true,"step":"%s","drift":%s}' "${2:-}" "${3:-null}" ;;
    *) printf '"%s"' "${2:-}" ;;
  esac
}

while IFS= read -r line; do
  type='' id=''
  member type "$line" && type=$VALUE
  case $type in
    hello) hello ;;
    bye) break ;;
    call)
      head=${line%%\"in\"*} in=${line#*\"in\"}
      member id "$head" && id=$VALUE
      member op "$head"
      printf '{"id":"%s",%s}\n' "$id" "$(answer "$VALUE" "$in")" ;;
    *) printf '%s\n' '{"id":null,"fault":{"message":"broken line"}}' ;;
  esac
done
