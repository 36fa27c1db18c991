// The entry point of the test programs that ./test builds: all tests are Swift Testing's.
import Testing

@main struct TestRunner {
    static func main() async {
        await Testing.__swiftPMEntryPoint() as Never
    }
}
