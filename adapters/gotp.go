// SPDX-License-Identifier: Apache-2.0

// xlzd/gotp. It panics with a text to refuse; counters, times and steps are int.
// It verifies one counter or time, without a window, and answers yes or no.
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
func refusing(ask func() interface{}) (value interface{}, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case string:
			err = errors.New("refused")
		default:
			panic(cause)
		}
	}()
	return ask(), nil
}

func hotp(in fields) (*gotp.HOTP, int) {
	return gotp.NewHOTP(in.base32Key(), in.digits(), hasher(in)),
		int(in.signed("counter", "counter-out-of-range"))
}

func totp(in fields) (*gotp.TOTP, int) {
	step := int(in.signed("step", "step-out-of-range"))
	return gotp.NewTOTP(in.base32Key(), in.digits(), step, hasher(in)),
		int(in.signed("time", "time-out-of-range"))
}

func main() {
	serve(object{
		"implementation": object{"name": "xlzd/gotp", "version": version, "language": "go"},
		"capabilities": []string{
			"hotp.generate", "totp.generate", "hotp.verify", "totp.verify", "sha1", "sha256", "sha512", "step"},
		"limits": object{"counterBits": 63, "match": false, "after": false,
			"window": object{"past": 0, "future": 0}, "lookAhead": 0},
		"policies": object{},
	}, map[string]operation{
		"hotp.generate": func(in fields) (interface{}, error) {
			otp, counter := hotp(in)
			return refusing(func() interface{} { return otp.At(counter) })
		},
		"totp.generate": func(in fields) (interface{}, error) {
			otp, time := totp(in)
			return refusing(func() interface{} { return otp.At(time) })
		},
		"hotp.verify": func(in fields) (interface{}, error) {
			otp, counter := hotp(in)
			return refusing(func() interface{} {
				return object{"accepted": otp.Verify(in.text("code"), counter)}
			})
		},
		"totp.verify": func(in fields) (interface{}, error) {
			otp, time := totp(in)
			return refusing(func() interface{} {
				return object{"accepted": otp.Verify(in.text("code"), time)}
			})
		},
	})
}
