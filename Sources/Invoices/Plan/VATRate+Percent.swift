extension VATRate {
    /// - Parameter percent: 0 to 100, with at most two decimals: 5.5.
    public init?(percent: Double) {
        guard (0...100).contains(percent), let hundredths = Int32(exactly: (percent * 100).rounded()),
            // The double that is nearest to a number of two decimals, as a reader of JSON makes it of the text.
            Double(hundredths) / 100 == percent
        else { return nil }
        self.init(hundredths: hundredths)
    }

    /// 5.5 for 5.5 %.
    public var percent: Double { Double(hundredths) / 100 }
}
