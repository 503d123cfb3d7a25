// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//	go build -o adapter adapter.go && otpkit conform -- ./adapter
//
// It works as it is, with Go's own HMAC. Put your code into hotp, your name
// into hello, and claim there only what your code can do.
package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"os"
	"regexp"
	"strconv"
)

// "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
// Policies, where the standards leave a choice: names in vectors/README.md.
const hello = `{"type":"hello","protocol":1,` +
	`"implementation":{"name":"my-otp","version":"0.1","language":"go"},` +
	`"capabilities":["hotp.generate","totp.generate",` +
	`"sha1","sha256","sha512","t0","step"],` +
	`"limits":{"digits":{"min":6,"max":9},"counterBits":64},"policies":{}}`

// ---- Your code goes here ---------------------------------------------------

// hotp is the code of a counter. algorithm: "SHA1", "SHA256", "SHA512".
func hotp(algorithm string, key []byte, counter uint64, digits int) string {
	hashes := map[string]func() hash.Hash{
		"SHA1": sha1.New, "SHA256": sha256.New, "SHA512": sha512.New}
	mac := hmac.New(hashes[algorithm], key)
	binary.Write(mac, binary.BigEndian, counter)
	sum := mac.Sum(nil)
	number := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & 0x7fffffff
	power := uint32(1)
	for i := 0; i < digits; i++ {
		power *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%power)
}

// ---- The protocol: no need to change anything below ------------------------

// reject: the input is refused, for a reason that vectors/README.md lists.
type reject string

func check(isRight bool, category reject) {
	if !isRight {
		panic(category)
	}
}

type fields struct {
	Algorithm, Key          string
	Digits                  int
	Counter, Time, T0, Step *string
}

var plain = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

func counterOf(op string, in fields) uint64 {
	if op == "hotp.generate" {
		counter, err := strconv.ParseUint(*in.Counter, 10, 64)
		check(err == nil && plain.MatchString(*in.Counter), "counter-out-of-range")
		return counter
	}
	step, err := strconv.ParseUint(*in.Step, 10, 64)
	check(err == nil && step >= 1 && step <= 86400, "step-out-of-range")
	time, err := strconv.ParseInt(*in.Time, 10, 64)
	check(err == nil, "time-out-of-range")
	t0, err := strconv.ParseInt(*in.T0, 10, 64)
	check(err == nil && time >= t0, "time-out-of-range")
	return uint64(time-t0) / step
}

func answer(op string, in fields) string {
	check(in.Algorithm == "SHA1" || in.Algorithm == "SHA256" ||
		in.Algorithm == "SHA512", "algorithm-unknown")
	key, err := hex.DecodeString(in.Key)
	check(err == nil, "key-malformed")
	check(len(key) > 0, "key-empty")
	check(in.Digits >= 6 && in.Digits <= 9, "digits-out-of-range")
	return hotp(in.Algorithm, key, counterOf(op, in), in.Digits)
}

type object map[string]any

// respond gives the answer to a line; nil ends the adapter.
func respond(line []byte) (response any) {
	var request struct {
		Type, ID, Op string
		In           json.RawMessage
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return object{"id": nil, "fault": object{"message": "not JSON"}}
	}
	switch request.Type {
	case "hello":
		return json.RawMessage(hello)
	case "bye":
		return nil
	}
	var names map[string]any
	var in fields
	json.Unmarshal(request.In, &names)
	err := json.Unmarshal(request.In, &in)
	isHOTP := request.Op == "hotp.generate" && len(names) == 4 && in.Counter != nil
	isTOTP := request.Op == "totp.generate" && len(names) == 6 &&
		in.Time != nil && in.T0 != nil && in.Step != nil
	if err != nil || !isHOTP && !isTOTP {
		return object{"id": request.ID, "unsupported": object{"what": request.Op}}
	}
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case reject:
			response = object{
				"id": request.ID, "reject": object{"category": reason}}
		default: // a bug, in your code or in this file
			response = object{
				"id": request.ID, "fault": object{"message": fmt.Sprint(reason)}}
		}
	}()
	return object{"id": request.ID, "value": answer(request.Op, in)}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	output := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		response := respond(lines.Bytes())
		if response == nil {
			return
		}
		output.Encode(response)
	}
}
