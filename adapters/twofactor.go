// SPDX-License-Identifier: Apache-2.0

// gokyle/twofactor. The code of a counter is a method of its OATH type, with
// any hash; its TOTP reads the clock and is not claimed.
package main

import (
	"crypto"

	"github.com/gokyle/twofactor"
)

func main() {
	hashes := map[string]crypto.Hash{
		"SHA1": crypto.SHA1, "SHA256": crypto.SHA256, "SHA512": crypto.SHA512}
	serve(object{
		"implementation": object{
			"name": "gokyle/twofactor", "version": version, "language": "go"},
		"capabilities": []string{"hotp.generate", "sha1", "sha256", "sha512"},
		"limits":       object{"counterBits": 64},
		"policies":     object{},
	}, map[string]operation{
		"hotp.generate": func(in fields) (interface{}, error) {
			hash, isKnown := hashes[in.text("algorithm")]
			if !isKnown {
				panic(refusal("algorithm-unknown"))
			}
			otp := twofactor.NewTOTP(in.key(), 0, 30, in.digits(), hash)
			return otp.OATH.OTP(in.unsigned("counter", "counter-out-of-range")), nil
		},
	})
}
