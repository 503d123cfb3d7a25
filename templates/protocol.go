// The adapter protocol (docs/adapter-protocol.md): no need to change anything
// here. adapter.go has the slots that this file calls.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type slots struct {
	totp, hotp             func(input) (string, error)
	totpVerify, hotpVerify func(input) (match, error)
	base32Decode           func(string) ([]byte, error)
}

// input is what a call asks; a member that the operation has not is 0 or nil.
type input struct {
	key                     []byte
	code, algorithm         string
	counter                 uint64
	time, step, t0          int64
	after                   *uint64
	digits                  int
	past, future, lookAhead int
}

// match is what a verification finds: the place is a step or a counter.
type match struct {
	accepted, withoutPlace bool
	place                  uint64
	drift                  int64
}

// yesOrNo is the result of a verification that does not say what matched.
func yesOrNo(accepted bool) match {
	return match{accepted: accepted, withoutPlace: true}
}

type object map[string]any

// operations are the fields and the slots; a nil slot is not claimed.
func operations() map[string]operation {
	all := map[string]operation{}
	add := func(op, fields string, isFilled bool, call func(input, string) (any, error)) {
		if isFilled {
			all[op] = operation{strings.Fields(fields), call}
		}
	}
	add("totp.generate", "key time step t0 digits algorithm", library.totp != nil,
		func(in input, _ string) (any, error) { return library.totp(in) })
	add("hotp.generate", "key counter digits algorithm", library.hotp != nil,
		func(in input, _ string) (any, error) { return library.hotp(in) })
	add("totp.verify", "key code time step t0 digits algorithm past future",
		library.totpVerify != nil, func(in input, _ string) (any, error) {
			found, err := library.totpVerify(in)
			return found.answer("step"), err
		})
	add("hotp.verify", "key code counter lookAhead digits algorithm",
		library.hotpVerify != nil, func(in input, _ string) (any, error) {
			found, err := library.hotpVerify(in)
			return found.answer("counter"), err
		})
	add("base32.decode", "text", library.base32Decode != nil,
		func(_ input, text string) (any, error) {
			bytes, err := library.base32Decode(text)
			return hex.EncodeToString(bytes), err
		})
	return all
}

type operation struct {
	fields []string
	call   func(in input, text string) (any, error)
}

func (m match) answer(place string) any {
	answer := object{"accepted": m.accepted}
	if m.accepted && !m.withoutPlace {
		answer[place] = strconv.FormatUint(m.place, 10)
		if place == "step" {
			answer["drift"] = m.drift
		}
	}
	return answer
}

// read reads the fields. A number that its type cannot hold is refused here,
// because no call of the library can be written with it.
func read(raw json.RawMessage) (in input, text string, category string) {
	var fields struct {
		Key, Code, Algorithm, Text, Counter, Time, Step, T0 string
		After                                               *string
		Digits, Past, Future, LookAhead                     int
	}
	if json.Unmarshal(raw, &fields) != nil {
		return in, "", "unspecified"
	}
	var errs [6]error
	in = input{
		code: fields.Code, algorithm: fields.Algorithm, digits: fields.Digits,
		past: fields.Past, future: fields.Future, lookAhead: fields.LookAhead}
	in.key, errs[0] = hex.DecodeString(fields.Key)
	if errs[0] != nil {
		return in, "", "key-malformed"
	}
	parse := func(text string, into *int64, err *error) {
		if text != "" {
			*into, *err = strconv.ParseInt(text, 10, 64)
		}
	}
	parse(fields.Time, &in.time, &errs[1])
	parse(fields.Step, &in.step, &errs[2])
	parse(fields.T0, &in.t0, &errs[3])
	if fields.Counter != "" {
		in.counter, errs[4] = strconv.ParseUint(fields.Counter, 10, 64)
	}
	if fields.After != nil {
		in.after = new(uint64)
		*in.after, errs[5] = strconv.ParseUint(*fields.After, 10, 64)
	}
	for _, err := range errs {
		if err != nil {
			return in, "", "unspecified"
		}
	}
	return in, fields.Text, ""
}

func answer(op string, raw json.RawMessage) (reply object) {
	operation, isFilled := operations()[op]
	if !isFilled {
		return object{"unsupported": object{"what": op}}
	}
	var names map[string]any
	json.Unmarshal(raw, &names)
	if op == "totp.verify" {
		delete(names, "after")
	}
	for _, field := range operation.fields {
		if _, isThere := names[field]; !isThere || len(names) != len(operation.fields) {
			return object{"unsupported": object{"what": "these fields"}}
		}
	}
	in, text, category := read(raw)
	if category != "" {
		return object{"reject": object{"category": category}}
	}
	defer func() {
		if cause := recover(); cause != nil {
			reply = object{"fault": object{"message": fmt.Sprint("panic: ", cause)}}
		}
	}()
	value, err := operation.call(in, text)
	if err != nil {
		return object{"reject": object{"category": "unspecified"}}
	}
	return object{"value": value}
}

func hello() object {
	capabilities := abilities
	for op := range operations() {
		capabilities = append(capabilities, op)
	}
	return object{
		"type": "hello", "protocol": 1, "capabilities": capabilities,
		"implementation": object{"name": name, "version": version, "language": "go"},
		"limits":         limits, "policies": policies}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	output := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var request struct {
			Type, ID, Op string
			In           json.RawMessage
		}
		if json.Unmarshal(lines.Bytes(), &request) != nil {
			output.Encode(object{"id": nil, "fault": object{"message": "not JSON"}})
			continue
		}
		switch request.Type {
		case "bye":
			return
		case "hello":
			output.Encode(hello())
		default:
			reply := answer(request.Op, request.In)
			reply["id"] = request.ID
			output.Encode(reply)
		}
	}
}
