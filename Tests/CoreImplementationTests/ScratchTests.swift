import CoreImplementation
import OTPConformance
import Testing
struct ScratchTests {
  @Test func scratch() async throws {
    let v = try VectorSet.load(directory: "/work/wt/vectors/vectors")
    let c = ContinuousClock().now
    let r = try await Runner(vectors: v).run(CoreImplementation(version: "0"))
    print("RUN", ContinuousClock().now - c)
    print(HumanReporter().text(for: r))
    let p = try await Runner(vectors: v).run(CoreImplementation(version: "0", policy: CorePolicy(acceptsShortSecrets: true, acceptsLongSteps: true)))
    print("PERMISSIVE")
    print(HumanReporter().text(for: p))
  }
}
