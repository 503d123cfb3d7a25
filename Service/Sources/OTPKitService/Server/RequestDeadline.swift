// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTPTypes

/// Ends a connection whose body does not come whole in time, or whose answer
/// is not taken in time, however steadily single bytes pass.
///
/// How long the service works on the answer does not count. A head has the
/// time that a connection may be idle: until it is whole, the server counts
/// none of its bytes. Clients may send a request before they have the answer
/// to the one before (RFC 9112, 9.3.2).
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long the rest of a body is read and dropped once its request is
  /// answered: until the client has read the answer.
  private static let rest = TimeAmount.seconds(2)

  private let limit: TimeAmount
  private var reading = Deadline()
  private var writing = Deadline()
  private var isBroken = false
  /// How many requests came, how many answers began, and how many of these
  /// the client took.
  private var (requests, answers, taken) = (0, 0, 0)

  init(_ limit: TimeAmount) { self.limit = limit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      requests += 1
      reading.set(limit, context)
    case .body: break
    case .end: reading.clear()
    }
    context.fireChannelRead(data)
  }

  func write(
    context: ChannelHandlerContext, data: NIOAny,
    promise: EventLoopPromise<Void>?
  ) {
    switch unwrapOutboundIn(data) {
    case .head:
      answers += 1
      let isAnswered = answers == requests
      if reading.isSet, isAnswered { reading.set(Self.rest, context) }
      writing.set(limit, context)
      context.write(data, promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
      sent.futureResult.assumeIsolated().whenComplete { [self] _ in
        taken += 1
        if taken == answers { writing.clear() }
      }
      context.write(data, promise: sent)
    }
  }

  /// What is no request is answered with 400; what follows is dropped.
  ///
  /// Each part that follows is an error, too.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if !isBroken { reading.set(Self.rest, context) }
    isBroken = true
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    reading.clear()
    writing.clear()
    context.fireChannelInactive()
  }
}

/// A time after which a connection is closed, unless it is cleared before.
private struct Deadline {
  private var task: Scheduled<Void>?

  var isSet: Bool { task != nil }

  mutating func set(_ time: TimeAmount, _ context: ChannelHandlerContext) {
    clear()
    task = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
      context.close(promise: nil)
    }
  }

  mutating func clear() {
    task?.cancel()
    task = nil
  }
}
