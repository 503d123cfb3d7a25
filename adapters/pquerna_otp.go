// SPDX-License-Identifier: Apache-2.0

// pquerna/otp. Its verification answers yes or no only and is not claimed; T0
// is always 0.
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

func main() {
	serve(object{
		"implementation": object{"name": "pquerna/otp", "version": version, "language": "go"},
		"capabilities": []string{
			"hotp.generate", "totp.generate", "sha1", "sha256", "sha512", "step"},
		"limits":   object{"counterBits": 64},
		"policies": object{},
	}, map[string]func(fields) (string, error){
		"hotp.generate": func(in fields) (string, error) {
			return hotp.GenerateCodeCustom(
				in.base32Key(), in.unsigned("counter", "counter-out-of-range"),
				hotp.ValidateOpts{Digits: otp.Digits(in.digits()), Algorithm: algorithm(in)})
		},
		"totp.generate": func(in fields) (string, error) {
			if in.text("t0") != "0" {
				panic(refusal("time-out-of-range"))
			}
			return totp.GenerateCodeCustom(
				in.base32Key(), time.Unix(in.signed("time", "time-out-of-range"), 0),
				totp.ValidateOpts{
					Period: uint(in.unsigned("step", "step-out-of-range")),
					Digits: otp.Digits(in.digits()), Algorithm: algorithm(in)})
		},
	})
}
