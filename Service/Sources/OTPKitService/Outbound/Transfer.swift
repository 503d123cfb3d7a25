// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import CCurlOptions
import Foundation

/// One transfer by libcurl, on the thread that makes it.
///
/// The connection ends with the transfer: one that is kept could be closed by
/// the server in the middle of the next one, which is then in doubt.
@safe final class Transfer {
  private let handle: UnsafeMutableRawPointer
  private var lists: [UnsafeMutablePointer<curl_slist>?] = unsafe []
  private var failed = false
  private var kept: UnsafeMutablePointer<otpkit_curl_answer>?

  /// A transfer to an address, which has so many seconds.
  init(_ url: String, scheme: String, seconds: Double) throws(TransferError) {
    _ = Self.isReady
    guard let handle = unsafe curl_easy_init() else {
      throw .failed("no memory", status: 0)
    }
    unsafe self.handle = unsafe handle
    let milliseconds = Int(seconds * 1_000)
    set(CURLOPT_URL, url)
    set(CURLOPT_PROTOCOLS_STR, scheme)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TIMEOUT_MS, milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, milliseconds / 1_000))
    set(CURLOPT_FORBID_REUSE, 1)
    unsafe note(otpkit_curl_drop_answer(handle))
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe lists.forEach { unsafe curl_slist_free_all($0) }
    unsafe kept?.pointee.bytes.deallocate()
    unsafe kept?.deallocate()
  }

  /// libcurl is made ready once; a connection that breaks is no signal.
  private static let isReady: Bool = {
    signal(SIGPIPE, SIG_IGN)
    return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  }()

  func set(_ option: CURLoption, _ text: String) {
    unsafe note(otpkit_curl_set_text(handle, option, text))
  }

  func set(_ option: CURLoption, _ number: Int) {
    unsafe note(otpkit_curl_set_number(handle, option, number))
  }

  func set(_ option: CURLoption, _ pointer: UnsafeMutableRawPointer?) {
    unsafe note(otpkit_curl_set_pointer(handle, option, pointer))
  }

  func set(_ option: CURLoption, _ texts: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for text in texts {
      let longer = unsafe curl_slist_append(list, text)
      failed = unsafe failed || longer == nil
      unsafe list = unsafe longer ?? list
    }
    unsafe lists.append(list)
    unsafe set(option, UnsafeMutableRawPointer(list))
  }

  /// Keeps the answer; a larger one makes the transfer fail.
  func keepAnswer(upTo limit: Int) {
    guard unsafe kept == nil else { return }
    let answer = UnsafeMutablePointer<otpkit_curl_answer>.allocate(capacity: 1)
    unsafe answer.initialize(
      to: otpkit_curl_answer(
        bytes: .allocate(capacity: limit), room: limit, count: 0))
    unsafe kept = unsafe answer
    unsafe note(otpkit_curl_keep_answer(handle, answer))
  }

  /// What was kept of the answer.
  var answer: [UInt8] {
    unsafe kept.map {
      unsafe Array(
        UnsafeBufferPointer(start: $0.pointee.bytes, count: $0.pointee.count))
    } ?? []
  }

  /// Carries it out, and returns the server's last status.
  ///
  /// Every option must have been taken: without one of them a password could
  /// go out in the clear.
  func perform() throws(TransferError) -> Int {
    guard !failed else { throw .failed("libcurl is too old", status: 0) }
    let code = unsafe curl_easy_perform(handle)
    let status = unsafe otpkit_curl_status(handle)
    guard code == CURLE_OK else {
      let reason = unsafe curl_easy_strerror(code).map {
        unsafe String(cString: $0)
      }
      throw .failed(reason ?? "failed", status: status)
    }
    return status
  }

  private func note(_ code: CURLcode) {
    failed = failed || code != CURLE_OK
  }
}
