// SPDX-License-Identifier: Apache-2.0

// xlzd/gotp. It panics with a text to refuse; counters, times and steps are int.
// It verifies one counter or time without a window, so verification is not claimed.
package main

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"errors"

	"github.com/xlzd/gotp"
)

func hasher(in fields) *gotp.Hasher {
	switch in.text("algorithm") {
	case "SHA1":
		return &gotp.Hasher{HashName: "sha1", Digest: sha1.New}
	case "SHA256":
		return &gotp.Hasher{HashName: "sha256", Digest: sha256.New}
	case "SHA512":
		return &gotp.Hasher{HashName: "sha512", Digest: sha512.New}
	}
	panic(refusal("algorithm-unknown"))
}

// refusing turns a panic with a text, gotp's way to refuse, into an error.
func refusing(code func() string) (text interface{}, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case string:
			err = errors.New("refused")
		default:
			panic(cause)
		}
	}()
	return code(), nil
}

func main() {
	serve(object{
		"implementation": object{"name": "xlzd/gotp", "version": version, "language": "go"},
		"capabilities": []string{
			"hotp.generate", "totp.generate", "sha1", "sha256", "sha512", "step"},
		"limits":   object{"counterBits": 63},
		"policies": object{},
	}, map[string]operation{
		"hotp.generate": func(in fields) (interface{}, error) {
			otp := gotp.NewHOTP(in.base32Key(), in.digits(), hasher(in))
			counter := int(in.signed("counter", "counter-out-of-range"))
			return refusing(func() string { return otp.At(counter) })
		},
		"totp.generate": func(in fields) (interface{}, error) {
			step := int(in.signed("step", "step-out-of-range"))
			otp := gotp.NewTOTP(in.base32Key(), in.digits(), step, hasher(in))
			time := int(in.signed("time", "time-out-of-range"))
			return refusing(func() string { return otp.At(time) })
		},
	})
}
