import Jobs
import Testing

@Suite struct JSONSizeTests {
    @Test("numbers count as they are written out, all else as it stands")
    func sizes() {
        for (json, bytes) in [
            ("{}", 2), (#"{"a":1e3}"#, 10), (#"["1e300"]"#, 9), ("[1e-3,-2.50e1]", 13), (#"{"1e9":"\"1e9"}"#, 15),
            ("[-0,-0.0]", 7), ("0", 1), (#"{"a\\":12}"#, 10),
        ] {
            #expect(JSONSize(of: Array(json.utf8)).bytes == bytes, "\(json)")
        }
    }

    @Test("the first number that is too long is named by its place")
    func places() {
        for (json, place) in [
            (#"{"x":1e400}"#, "/x"), (#"{"a":[1,{"b/c~":1e-399}]}"#, "/a/1/b~1c~0"), ("1e999999999999999999", ""),
            (#"[[],"1e999",[0,1,-1e999]]"#, "/2/2"), (#"{"a":1,"\u00e9\"x":1e999}"#, "/é\"x"),
            (#"[{"a":{}},1e-400]"#, "/1"), ("[0e401]", "/0"), ("[" + String(repeating: "9", count: 401) + "]", "/0"),
        ] {
            #expect(JSONSize(of: Array(json.utf8)).longNumber == place, "\(json.prefix(40))")
        }
        for json in [
            "[1e399]", "[1.7976931348623157e308,-2.2250738585072014e-308,4.9406564584124654e-324,5e-324]",
            "[" + String(repeating: "9", count: 400) + "]", "[0e400]", #"["1e999"]"#,
        ] {
            #expect(JSONSize(of: Array(json.utf8)).longNumber == nil, "\(json.prefix(40))")
        }
    }

    @Test("U+0000 in any string is seen, and a backslash before u0000 is not it")
    func null() {
        #expect(JSONSize(of: Array(#"{"a\u0000":1}"#.utf8)).holdsNull)
        #expect(JSONSize(of: Array(#"["\\\u0000"]"#.utf8)).holdsNull)
        #expect(!JSONSize(of: Array(#"["\\u0000","u0000"]"#.utf8)).holdsNull)
    }

    @Test("a text that ends anywhere is measured without a trap")
    func fragments() {
        let text = Array(#"{"a\"":[-1.5e-7,"\u0000\\"],"b":{}}"#.utf8)
        for start in text.indices {
            for end in start...text.count { _ = JSONSize(of: Array(text[start..<end])) }
        }
        for text in ["]]}},,::", "-", "\"\\", "1e", ",1e999"] { _ = JSONSize(of: Array(text.utf8)) }
    }
}
