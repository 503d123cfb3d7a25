// SPDX-License-Identifier: Apache-2.0

// The adapter protocol for implementations in Go (docs/adapter-protocol.md).
package main

import (
	"bufio"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
)

// version is set by the linker.
var version = "unknown"

// fields are the fields of a call, read as the implementation's types need
// them. What no value of the type can hold panics with a refusal: no call of the
// implementation can be written with it.
type fields map[string]interface{}

type refusal string

func (f fields) text(name string) string {
	text, isText := f[name].(string)
	if !isText {
		panic(fmt.Errorf("field %s", name))
	}
	return text
}

func (f fields) unsigned(name, category string) uint64 {
	number, err := strconv.ParseUint(f.text(name), 10, 64)
	if err != nil {
		panic(refusal(category))
	}
	return number
}

func (f fields) signed(name, category string) int64 {
	number, err := strconv.ParseInt(f.text(name), 10, 64)
	if err != nil {
		panic(refusal(category))
	}
	return number
}

func (f fields) digits() int { return f.number("digits") }

func (f fields) number(name string) int {
	number, isNumber := f[name].(float64)
	if !isNumber || number != float64(int(number)) {
		panic(fmt.Errorf("field %s", name))
	}
	return int(number)
}

func (f fields) key() []byte {
	key, err := hex.DecodeString(f.text("key"))
	if err != nil || hex.EncodeToString(key) != f.text("key") {
		panic(refusal("key-malformed"))
	}
	return key
}

func (f fields) base32Key() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(f.key())
}

type object map[string]interface{}

// An operation answers with a code, or with an object.
type operation func(fields) (interface{}, error)

// answer calls an operation. An error is a rejection; a panic that is no
// refusal is a fault.
func answer(operation operation, in fields) (reply object) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case refusal:
			reply = object{"reject": object{"category": string(cause)}}
		default:
			reply = object{"fault": object{"message": fmt.Sprintf("panic: %T", cause)}}
		}
	}()
	value, err := operation(in)
	if err != nil {
		return object{"reject": object{"category": "unspecified"}}
	}
	return object{"value": value}
}

// serve answers until bye or the end of the input.
func serve(hello object, operations map[string]operation) {
	hello["type"], hello["protocol"] = "hello", 1
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<24)
	for input.Scan() {
		var message struct {
			Type, ID, Op string
			In           fields
		}
		if json.Unmarshal(input.Bytes(), &message) != nil || message.Type == "bye" {
			return
		}
		reply := hello
		if message.Type == "call" {
			if operation := operations[message.Op]; operation != nil {
				reply = answer(operation, message.In)
			} else {
				reply = object{"unsupported": object{"what": "op"}}
			}
			reply["id"] = message.ID
		}
		line, _ := json.Marshal(reply)
		fmt.Println(string(line))
	}
}
