// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OCRA
import OTPCore

// Questions and answers: OCRAResponder.

extension CoreImplementation {
  func ocraGenerate(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "suite", "key", "question", "ownQuestion", "counter", "pin",
      "session", "time")
    let text = try fields.text("suite")
    let suite = try checked { () throws(OCRAError) in try OCRASuite(text) }
    let ocra = OCRAResponder(secret: try fields.secret(policy), suite: suite)
    let input = try fields.ocraInput(suite)
    return try checked { () throws(OCRAError) in
      .string(try ocra.response(to: input).description)
    }
  }
}

extension Arguments {
  /// What goes into a response beside key and suite; the suite says what must
  /// be there.
  fileprivate func ocraInput(
    _ suite: OCRASuite
  ) throws(Refusal) -> OCRAInput {
    let own = has("ownQuestion") ? try text("ownQuestion") : nil
    let pin =
      has("pin")
      ? OCRAPIN(try text("pin"), hash: suite.pinHash ?? .sha1) : nil
    return OCRAInput(
      question: OCRAQuestion(try text("question"), own: own),
      counter: has("counter") ? try counter("counter") : nil,
      pin: pin,
      session: has("session") ? try bytes("session") : nil,
      time: has("time") ? try time("time") : nil)
  }
}

/// Turns an error about OCRA into the answer that reports it.
private func checked<Result>(
  _ body: () throws(OCRAError) -> Result
) throws(Refusal) -> Result {
  do throws(OCRAError) {
    return try body()
  } catch {
    throw Refusal(error)
  }
}
