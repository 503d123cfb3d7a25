#!/usr/bin/env bash
# An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
#
#     otpkit conform -- bash adapter.sh
#
# It works as it is, with OpenSSL's HMAC. Put your code into `hotp`, your
# name into HELLO, and claim there only what your code can do. Numbers of
# a shell have 63 bits and a sign: "counterBits":63.
set -u

# "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
# Policies, where the standards leave a choice: names in vectors/README.md.
HELLO='{"type":"hello","protocol":1,'\
'"implementation":{"name":"my-otp","version":"0.1","language":"shell"},'\
'"capabilities":["hotp.generate","totp.generate",'\
'"sha1","sha256","sha512","t0","step"],'\
'"limits":{"digits":{"min":6,"max":9},"counterBits":63},"policies":{}}'

# ---- Your code goes here -----------------------------------------------------

# hotp ALGORITHM HEX-KEY COUNTER DIGITS: prints the code of a counter.
# ALGORITHM: SHA1, SHA256, SHA512.
hotp() {
  local mac offset number message
  printf -v message '%016x' "$3"
  mac=$(printf "$(sed 's/../\\x&/g' <<<"$message")" |
    openssl dgst -"${1,,}" -mac HMAC -macopt hexkey:"$2" -r)
  mac=${mac%% *}
  offset=$((16#${mac: -1}))
  number=$((16#${mac:offset * 2:8} & 0x7fffffff))
  printf '%0*d' "$4" $((number % 10 ** $4))
}

# ---- The protocol: no need to change anything below --------------------------

# member NAME JSON: sets VALUE to a member's text or number.
member() {
  local pattern="\"$1\":(\"([^\"]*)\"|(-?[0-9]+)[,}])"
  [[ $2 =~ $pattern ]] || return 1
  VALUE=${BASH_REMATCH[2]:-${BASH_REMATCH[3]}}
}

# in_range NUMBER LEAST MOST: a decimal number of at most 63 bits.
in_range() {
  [[ $1 =~ ^(0|-?[1-9][0-9]{0,18})$ ]] || return 1
  [ "$(($1))" = "$1" ] && (($1 >= $2 && $1 <= $3))
}

# answer OP IN: prints the members of the answer after its id.
answer() {
  local op=$1 in=$2 algorithm key digits counter time t0 step
  local max=9223372036854775807
  reject() { printf '"reject":{"category":"%s"}' "$1"; }
  unsupported() { printf '"unsupported":{"what":"op or fields"}'; }
  local names colons=${in//[^:]/}
  case $op in
    hotp.generate) names='counter' ;;
    totp.generate) names='time t0 step' ;;
    *) unsupported; return ;;
  esac
  for name in algorithm key digits $names; do
    member $name "$in" || { unsupported; return; }
    printf -v $name %s "$VALUE"
  done
  [ ${#colons} = $((4 + $(wc -w <<<"$names"))) ] || { unsupported; return; }

  [[ $algorithm =~ ^(SHA1|SHA256|SHA512)$ ]] || { reject algorithm-unknown; return; }
  [[ $key =~ ^([0-9a-f]{2})*$ ]] || { reject key-malformed; return; }
  [ -n "$key" ] || { reject key-empty; return; }
  [[ $digits =~ ^[6-9]$ ]] || { reject digits-out-of-range; return; }
  if [ $op = hotp.generate ]; then
    in_range "$counter" 0 $max || { reject counter-out-of-range; return; }
  else
    in_range "$step" 1 86400 || { reject step-out-of-range; return; }
    in_range "$time" "$t0" $max || { reject time-out-of-range; return; }
    counter=$(((time - t0) / step))
  fi
  printf '"value":"%s"' "$(hotp "$algorithm" "$key" "$counter" "$digits")"
}

while IFS= read -r line; do
  type='' id=''
  member type "$line" && type=$VALUE
  case $type in
    hello) printf '%s\n' "$HELLO" ;;
    bye) break ;;
    call)
      head=${line%%\"in\"*} in=${line#*\"in\"}
      member id "$head" && id=$VALUE
      member op "$head"
      printf '{"id":"%s",%s}\n' "$id" "$(answer "$VALUE" "$in")" ;;
    *) printf '%s\n' '{"id":null,"fault":{"message":"broken line"}}' ;;
  esac
done
