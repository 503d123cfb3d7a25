// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A question on the terminal whose answer is not shown while it is typed.
///
/// The terminal shows what is typed again afterwards, also when the program is
/// ended by a signal in between.
enum HiddenPrompt {
  /// The line that is typed on standard input, a terminal; `nil` at its end.
  static func line(_ question: String) -> String? {
    guard let shown = attributes else { return readLine() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    hidden.c_lflag |= tcflag_t(ECHONL)
    return restoringOnSignals(shown) {
      set(hidden)
      defer { set(shown) }
      Output.status(question)
      return readLine()
    }
  }

  /// Ends the program as the signal does by itself.
  ///
  /// Dispatch blocks signals on
  /// its threads, so this one takes it first.
  private static func end(by number: CInt) {
    _ = signal(number, SIG_DFL)
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe sigaddset(&mask, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    raise(number)
  }

  private static var attributes: termios? {
    var value = termios()
    return unsafe tcgetattr(0, &value) == 0 ? value : nil
  }

  /// Takes effect at once and drops what was typed before.
  private static func set(_ value: termios) {
    var value = value
    _ = unsafe tcsetattr(0, TCSAFLUSH, &value)
  }

  /// Runs `body`; a signal that ends the program restores the terminal first.
  ///
  /// The terminal's key to stop a program does nothing in the meantime.
  private static func restoringOnSignals<Result>(
    _ shown: termios, _ body: () -> Result
  ) -> Result {
    let stop = signal(SIGTSTP, SIG_IGN)
    let sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: .global())
      source.setEventHandler {
        set(shown)
        Output.status("\n")
        end(by: number)
      }
      source.activate()
      return (number, source)
    }
    defer {
      for (number, source) in sources {
        source.cancel()
        _ = signal(number, SIG_DFL)
      }
      _ = signal(SIGTSTP, stop)
    }
    return body()
  }
}
