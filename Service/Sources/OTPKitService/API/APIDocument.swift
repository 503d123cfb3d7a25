// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TwoFactor

/// The OpenAPI document, made from the operations that the routes are made of.
enum APIDocument {
  static let json: JSON = [
    "openapi": "3.1.0",
    "info": [
      "title": "otpkit sign-in service", "version": "1",
      "description": .text(about),
    ],
    "servers": [["url": "/v1"]],
    "paths": .object(paths),
    "components": [
      "schemas": .object(schemas),
      "securitySchemes": [
        "bearer": [
          "type": "http", "scheme": "bearer",
          "description": "The token of a sign-in.",
        ],
        "cookie": [
          "type": "apiKey", "in": "cookie", "name": "__Host-session",
          "description": "The session of the pages, for their own origin.",
        ],
      ],
    ],
  ]

  private static let about = """
    Everything that the pages do, for programs. A sign-in answers with a token \
    for the header Authorization; it ends when it is signed out, after twelve \
    hours, and with every change that ends the account's sessions. Problems \
    are RFC 9457's; their member code never changes. A POST of a session that \
    is sent again with the same Idempotency-Key is carried out once and \
    answered twice, for a day.
    """

  private static var paths: [String: JSON] {
    var paths: [String: [String: JSON]] = [:]
    for operation in Operations.all {
      let method = operation.method.rawValue.lowercased()
      paths[operation.path, default: [:]][method] = operation.document
    }
    return paths.mapValues(JSON.object)
  }

  private static var schemas: [String: JSON] {
    let all =
      Problem.shape.named
      + Operations.all.flatMap {
        ($0.answer?.named ?? []) + $0.body.flatMap(\.shape.named)
      }
    return Dictionary(all.map { ($0.name, $0.schema) }) { first, _ in first }
  }
}

extension Operation {
  fileprivate var document: JSON {
    .members([
      "operationId": .text(id), "summary": .text(summary),
      "security": access == .anyone
        ? .list([])
        : [["bearer": .list([])], ["cookie": .list([])]],
      "parameters": .list(documentedParameters),
      "requestBody": takesBody
        ? [
          "required": .flag(needsBody),
          "content": [
            "application/json": ["schema": Shape.schema(of: body)]
          ],
        ] : nil,
      "responses": .object(responses),
    ])
  }

  private var documentedParameters: [JSON] {
    let own = parameters.map { parameter -> JSON in
      [
        "name": .text(parameter.name),
        "in": parameter.isInPath ? "path" : "query",
        "required": .flag(parameter.isInPath),
        "schema": parameter.shape.schema,
      ]
    }
    guard takesIdempotencyKey else { return own }
    let key: JSON = [
      "name": .text(Idempotency.header), "in": "header", "required": false,
      "description": "Any text of the client's, a new one for each intent.",
      "schema": [
        "type": "string", "minLength": 1, "maxLength": 255,
        "pattern": "^[!-~]+$",
      ],
    ]
    return own + [key]
  }

  private var responses: [String: JSON] {
    var responses: [String: JSON] = [
      "\(status)": .members([
        "description": .text(summary),
        "content": answer.map {
          ["application/json": ["schema": $0.schema]]
        },
      ])
    ]
    for status in documentedProblems {
      responses["\(status)"] = [
        "description": "A problem.",
        "content": [
          "application/problem+json": ["schema": Problem.shape.schema]
        ],
      ]
    }
    return responses
  }

  /// Every problem that the gate or the operation answers with.
  var documentedProblems: Set<Int> {
    var all = Set(problems + [400, 500, 503])
    if access != .anyone { all.formUnion([401, 403]) }
    if access == .pending { all.insert(409) }
    if takesBody { all.formUnion([413, 415, 403]) }
    if method == .post { all.formUnion([409, 422]) }
    if parameters.contains(where: \.isInPath) { all.insert(404) }
    return all
  }
}
