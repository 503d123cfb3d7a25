// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct CatalogueExportTests {
  @Test func csv() throws {
    let text = Catalogue(of: try Fixture.vectors())
      .csv(Selection(ids: ["hotp.small.empty-key"]))
    let rows = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(
      rows[0] == """
        id,suite,file,group,op,level,since,why,requires,spec,in,expect,oneOf,\
        steps,trace,mistakes
        """)
    #expect(
      rows[1].hasPrefix(
        """
        hotp.small.empty-key,hotp,hotp/small.json,hotp.small,hotp.generate,\
        must,1.0.0,a key without bytes,"[""hotp.generate"",""sha1"",\
        ""digits.6""]",
        """))
    #expect(rows[1].contains(#"""digits"":6,""key"":"""",""counter"":""0""}"#))
    #expect(rows.count == 3 && rows[2].isEmpty)
  }

  @Test func everyRowHasEveryColumn() throws {
    let text = Catalogue(of: try .embedded()).csv()
    var isQuoted = false
    var columns = 1
    var rows: [Int] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: columns += 1
      case UInt8(ascii: "\n") where !isQuoted:
        rows.append(columns)
        columns = 1
      default: break
      }
    }
    #expect(Set(rows) == [16])
    #expect(rows.count == (try VectorSet.embedded()).entries.count + 1)
  }

  @Test func jsonFillsInDefaults() throws {
    let catalogue = Catalogue(of: try Fixture.vectors())
    let rows = try #require(catalogue.export().array)
    #expect(rows.count == 6)
    #expect(rows[0] == catalogue.explanation("hotp.small.0"))
    #expect(rows[0].value(at: "in.digits") == 6)
    #expect(rows[3].value(at: "steps.0.in.kind") == "hotp")
  }
}
