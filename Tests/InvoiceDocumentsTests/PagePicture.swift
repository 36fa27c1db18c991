import Testing

/// A page as pixels, 72 to the inch: a pixel is a point.
struct PagePicture {
    let width: Int
    let height: Int
    private let gray: ArraySlice<UInt8>

    init(_ pdf: [UInt8], page: Int = 1) throws {
        let picture = try PDFTool.run(
            "pdftoppm", ["-r", "72", "-gray", "-f", "\(page)", "-l", "\(page)", "FILE"], on: pdf)
        // PGM: `P5`, width, height and 255, each before white space, then a byte a pixel.
        let header = picture.prefix(64).split(maxSplits: 4) { $0 == 0x0A || $0 == 0x20 }
        try #require(header.count >= 4 && picture.starts(with: Array("P5".utf8)))
        width = try #require(Int(String(decoding: header[1], as: UTF8.self)))
        height = try #require(Int(String(decoding: header[2], as: UTF8.self)))
        gray = picture.suffix(width * height)
    }

    /// How much of an area is not white, 0 to 1.
    func ink(x: Range<Int>, y: Range<Int>) -> Double {
        var dark = 0
        for row in y.clamped(to: 0..<height) {
            let start = gray.startIndex + row * width
            dark += gray[(start + x.lowerBound)..<(start + min(x.upperBound, width))].count { $0 < 200 }
        }
        return Double(dark) / Double(max(1, x.count * y.count))
    }
}
