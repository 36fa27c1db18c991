import HTTPClient
import Testing

@Suite("What HTTP says of time")
struct HTTPDateTests {
    @Test(
        "the three forms of RFC 9110 are one moment",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func forms(_ text: String) {
        #expect(HTTPDate.seconds(text) == 784_111_777)
    }

    @Test("leap days and the ends of years are where they belong")
    func calendar() {
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000)
        #expect(HTTPDate.seconds("Tue, 31 Dec 2024 23:59:59 GMT") == 1_735_689_599)
        #expect(HTTPDate.seconds("Wed, 01 Mar 2000 00:00:00 GMT") == 951_868_800)
        #expect(HTTPDate.seconds("Wednesday, 01-Jan-69 00:00:00 GMT") == 3_124_224_000)
    }

    @Test(
        "what is no date is none",
        arguments: [
            "", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nvo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 199999999999 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        ])
    func none(_ text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }

    @Test("Retry-After is a number of seconds or a date")
    func retryAfter() {
        func wait(_ value: String) -> Duration? {
            HTTPClientHeaders(dictionaryLiteral: ("retry-after", value)).retryAfter(now: 784_111_700)
        }
        #expect(wait("120") == .seconds(120))
        #expect(wait("0") == .zero)
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(77))
        #expect(wait("Sun, 06 Nov 1994 08:00:00 GMT") == .zero)
        #expect(wait("999999999999999999999999") == .seconds(Int(Int32.max)))
        for text in ["", "-1", "1.5", "soon", "١"] { #expect(wait(text) == nil, "\(text)") }
        #expect(HTTPClientHeaders().retryAfter(now: 0) == nil)
    }
}
