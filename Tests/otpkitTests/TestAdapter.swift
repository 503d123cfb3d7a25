// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A folder with an adapter in it, written in Python: the built-in core behind
/// a process that changes some of its answers.
final class TestAdapter {
  /// What is wrong with it.
  enum Flaw: String {
    /// Nothing.
    case none
    /// Codes are numbers: leading zeros are lost.
    case zeros
    /// Every call is refused.
    case refusing
    /// Codes of more than six digits are refused.
    case six
    /// Every call ends the process.
    case crashing
    /// Keys of more than 64 bytes end the process.
    case long
    /// Calls with keys of more than 64 bytes are never answered.
    case silent
    /// The first calls that come together end the process, once.
    case flaky
    /// Capabilities are misspelled.
    case capabilities
    /// A limit is misspelled.
    case limits
    /// The time step is 60 seconds, whatever is asked for.
    case sixty
    /// The present is taken for any time.
    case present
    /// Counters are written least significant byte first, and the text of a
    /// key in hexadecimal is the key.
    case twofold
  }

  /// Where it is.
  let folder: URL
  /// The words that start it.
  let command: [String]

  init(_ flaw: Flaw = .none) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "otpkit-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "adapter.py")
    try Data(Self.text.utf8).write(to: file)
    command = ["python3", file.path, Program.url.path, flaw.rawValue]
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes another file into the folder.
  func file(
    _ name: String, _ text: String, mode: Int = 0o644
  ) throws -> String {
    let path = folder.appending(path: name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// Runs `otpkit conform` on it.
  func conform(_ options: String...) throws -> Program {
    try conform(options)
  }

  /// The same, with the options as a list.
  func conform(_ options: [String]) throws -> Program {
    try Program(
      ["conform"] + options + ["--start-timeout", "60", "--timeout", "60"]
        + ["--"] + command)
  }

  private static let text = #"""
    import json, os, subprocess, sys, time

    program, flaw = sys.argv[1:]
    core = subprocess.Popen(
        [program, "adapter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True)
    mark = os.path.join(os.path.dirname(sys.argv[0]), "broke")


    def change(answer):
        if flaw == "capabilities":
            answer["capabilities"].append("SHA-1")
        if flaw == "limits":
            answer["limits"] = {"digit": {"min": 6, "max": 6}}
        if flaw in ("sixty", "present", "twofold"):
            answer["capabilities"] = [
                "hotp.generate", "totp.generate", "totp.verify", "sha1",
                "sha256", "sha512", "t0", "step"]
        return answer


    # What is asked of the core instead, where it is asked for a code.
    def asked(request):
        given = request.get("in", {})
        if "key" not in given or int(given.get("step", "1")) < 1:
            return request
        if flaw == "sixty" and "step" in given:
            given["step"] = "60"
        start = int(given.get("t0", "0"))
        if flaw == "present" and start <= int(given.get("time", "-1")):
            given["time"] = str(max(start, int(time.time())))
        if flaw == "twofold" and request["op"].endswith("generate"):
            given["key"] = given["key"].encode().hex()
            if "time" in given and int(given["time"]) >= start:
                given["counter"] = str(
                    (int(given.pop("time")) - start) // int(given.pop("step")))
                del given["t0"]
                request["op"] = "hotp.generate"
            if 0 <= int(given.get("counter", "-1")) < 1 << 64:
                given["counter"] = str(int.from_bytes(
                    int(given["counter"]).to_bytes(8, "little"), "big"))
        return request


    def changed(answer):
        if flaw == "crashing":
            sys.exit("it hurts")
        if flaw in ("long", "silent") and len(request["in"].get("key", "")) > 128:
            if flaw == "long":
                raise ValueError(len(request["in"]["key"]))
            time.sleep(600)
        if flaw == "refusing":
            return {"id": answer["id"], "reject": {"category": "unspecified"}}
        if flaw == "six" and request["in"].get("digits", 6) > 6:
            return {"id": answer["id"], "reject": {"category": "digits"}}
        value = answer.get("value")
        if flaw == "zeros" and isinstance(value, str) and value.isdigit():
            answer["value"] = str(int(value))
        return answer


    def lines():
        rest = b""
        while chunk := os.read(0, 1 << 20):
            *whole, rest = (rest + chunk).split(b"\n")
            # Only when calls come together: a call alone would be charged.
            if flaw == "flaky" and len(whole) > 1 and not os.path.exists(mark):
                open(mark, "w").close()
                sys.exit(9)
            yield from whole


    for line in lines():
        request = json.loads(line)
        core.stdin.write(json.dumps(asked(json.loads(line))) + "\n")
        core.stdin.flush()
        if request["type"] == "bye":
            break
        answer = json.loads(core.stdout.readline())
        if request["type"] == "hello":
            answer = change(answer)
        else:
            answer = changed(answer)
        print(json.dumps(answer), flush=True)
    core.stdin.close()
    core.wait()
    """#
}
