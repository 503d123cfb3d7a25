// An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//
//	go build -o adapter . && otpkit conform -- ./adapter
//
// The functions of the first part are the slots: one for each thing that a
// library does. Call your library in them (go.mod beside this file takes its
// path), and delete the rows of those that it has nothing for: a slot that is
// left out is not claimed, and not tested. Pass on what comes. Nothing is
// checked on the way, because a check that is made here is one that your
// library is not asked for.
//
// Until you change them, the slots call the example of the second part.
package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"strings"
)

// ---- 1. Your library -------------------------------------------------------

const name, version = "my-otp", "0.1"

// An error refuses an input. A panic is a fault.

// What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
var abilities = []string{"sha1", "sha256", "sha512", "t0", "step"}

// What bounds it, such as "digits": object{"min": 6, "max": 8}, and its choices
// where the standards leave one: see docs/adapter-protocol.md.
var limits = object{}
var policies = object{}

var library = slots{
	// The code of a time, as text. algorithm: "SHA1", "SHA256", "SHA512".
	totp: func(in input) (string, error) {
		return exampleTOTP(in.key, in.time, in.step, in.t0, in.digits, in.algorithm)
	},

	// The code of a counter, as text.
	hotp: func(in input) (string, error) {
		return exampleHOTP(in.key, in.counter, in.digits, in.algorithm)
	},

	// Looks for a code in the window of the current step, which has in.past steps
	// before it and in.future steps after it, and only after the last accepted
	// step, in.after (or nil). Gives the matching step and its distance from the
	// current one. A library that tells yes or no gives yesOrNo(it): then add
	// "match": false to the limits.
	totpVerify: func(in input) (match, error) {
		return exampleTOTPVerify(in)
	},

	// Looks for the code of in.counter or of the next in.lookAhead counters.
	// Gives the matching counter; or yesOrNo, as above.
	hotpVerify: func(in input) (match, error) {
		return exampleHOTPVerify(in)
	},

	// The bytes of a secret in base32.
	base32Decode: func(text string) ([]byte, error) {
		return exampleBase32Decode(text)
	},
}

// ---- 2. The example: delete it when your library is in place ---------------

var errRefused = errors.New("refused")

func exampleHOTP(key []byte, counter uint64, digits int, algorithm string) (string, error) {
	hashes := map[string]func() hash.Hash{
		"SHA1": sha1.New, "SHA256": sha256.New, "SHA512": sha512.New}
	if hashes[algorithm] == nil || len(key) == 0 || digits < 6 || digits > 9 {
		return "", errRefused
	}
	mac := hmac.New(hashes[algorithm], key)
	binary.Write(mac, binary.BigEndian, counter)
	sum := mac.Sum(nil)
	number := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & 0x7fffffff
	power := uint32(1)
	for i := 0; i < digits; i++ {
		power *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%power), nil
}

func exampleTOTP(key []byte, time, step, t0 int64, digits int, algorithm string) (string, error) {
	if step < 1 || time < t0 {
		return "", errRefused
	}
	return exampleHOTP(key, uint64(time-t0)/uint64(step), digits, algorithm)
}

func exampleTOTPVerify(in input) (best match, err error) {
	outside := in.past < 0 || in.past > 50 || in.future < 0 || in.future > 50
	if outside || in.step < 1 || in.time < in.t0 {
		return match{}, errRefused
	}
	now := int64(uint64(in.time-in.t0) / uint64(in.step))
	for drift := -int64(in.past); drift <= int64(in.future); drift++ {
		step := now + drift
		if step < 0 {
			continue
		}
		code, err := exampleHOTP(in.key, uint64(step), in.digits, in.algorithm)
		if err != nil {
			return match{}, err
		}
		isFresh := in.after == nil || uint64(step) > *in.after
		isNearer := !best.accepted || drift*drift < best.drift*best.drift
		if code == in.code && isFresh && isNearer {
			best = match{accepted: true, place: uint64(step), drift: drift}
		}
	}
	return best, nil
}

func exampleHOTPVerify(in input) (match, error) {
	if in.lookAhead < 0 || in.lookAhead > 50 {
		return match{}, errRefused
	}
	for i := uint64(0); i <= uint64(in.lookAhead); i++ {
		code, err := exampleHOTP(in.key, in.counter+i, in.digits, in.algorithm)
		if err != nil || in.counter+i < in.counter {
			return match{}, err
		}
		if code == in.code {
			return match{accepted: true, place: in.counter + i}, nil
		}
	}
	return match{}, nil
}

func exampleBase32Decode(text string) ([]byte, error) {
	if !strings.Contains(text, "=") {
		text += strings.Repeat("=", (8-len(text)%8)%8)
	}
	isStrange := func(symbol rune) bool { return symbol <= ' ' || symbol > '~' }
	if len(text)%8 != 0 || strings.IndexFunc(text, isStrange) >= 0 {
		return nil, errRefused
	}
	return base32.StdEncoding.DecodeString(strings.ToUpper(text))
}
