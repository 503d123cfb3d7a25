// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// An ending with one line for the person: it names the field and never holds
/// a secret or a code.
struct CommandError: Error {
  let message: String
  let code: ExitCode

  init(_ message: String, code: ExitCode = .usage) {
    self.message = message
    self.code = code
  }
}

/// Runs `body`; an error of the libraries ends the program with its sentence
/// and the option that accepts the input, if there is one.
func reportingErrors<Result>(
  _ body: () throws -> Result
) throws(CommandError) -> Result {
  do {
    return try body()
  } catch let error as CommandError {
    throw error
  } catch {
    let option = CommandError.acceptingOption(for: error)
    throw CommandError("\(error)" + (option.map { "; \($0)" } ?? ""))
  }
}
