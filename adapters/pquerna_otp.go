// SPDX-License-Identifier: Apache-2.0

// pquerna/otp. T0 is always 0. Its verification of TOTP answers yes or no, has a
// window of two equal sides and no memory; that of HOTP has no look-ahead.
package main

import (
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

func algorithm(in fields) otp.Algorithm {
	for _, a := range []otp.Algorithm{
		otp.AlgorithmSHA1, otp.AlgorithmSHA256, otp.AlgorithmSHA512,
	} {
		if a.String() == in.text("algorithm") {
			return a
		}
	}
	panic(refusal("algorithm-unknown"))
}

func at(in fields) time.Time {
	return time.Unix(in.signed("time", "time-out-of-range"), 0)
}

func options(in fields, skew uint) totp.ValidateOpts {
	return totp.ValidateOpts{
		Period: uint(in.unsigned("step", "step-out-of-range")), Skew: skew,
		Digits: otp.Digits(in.digits()), Algorithm: algorithm(in)}
}

func main() {
	serve(object{
		"implementation": object{"name": "pquerna/otp", "version": version, "language": "go"},
		"capabilities": []string{
			"hotp.generate", "totp.generate", "totp.verify", "sha1", "sha256", "sha512", "step"},
		"limits": object{
			"counterBits": 64, "match": false, "after": false, "window": "equal"},
		"policies": object{},
	}, map[string]operation{
		"hotp.generate": func(in fields) (interface{}, error) {
			return hotp.GenerateCodeCustom(
				in.base32Key(), in.unsigned("counter", "counter-out-of-range"),
				hotp.ValidateOpts{Digits: otp.Digits(in.digits()), Algorithm: algorithm(in)})
		},
		"totp.generate": func(in fields) (interface{}, error) {
			return totp.GenerateCodeCustom(in.base32Key(), at(in), options(in, 0))
		},
		"totp.verify": func(in fields) (interface{}, error) {
			window := in.number("past")
			if window < 0 {
				panic(refusal("window-out-of-range"))
			}
			accepted, err := totp.ValidateCustom(
				in.text("code"), in.base32Key(), at(in), options(in, uint(window)))
			// It tells a code of another length by an error.
			if err == otp.ErrValidateInputInvalidLength {
				err = nil
			}
			return object{"accepted": accepted}, err
		},
	})
}
