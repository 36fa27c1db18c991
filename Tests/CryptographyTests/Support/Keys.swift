/// Public keys in PEM.
enum Keys {
    /// RFC 7515, appendix A.2.1.
    static let rsa = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
        NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
        P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
        9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
        EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
        FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
        oQIDAQAB
        -----END PUBLIC KEY-----

        """

    /// RFC 7515, appendix A.3.1.
    static let p256 = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
        6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
        -----END PUBLIC KEY-----

        """

    /// RFC 8037, appendix A.2.
    static let ed25519 = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
        -----END PUBLIC KEY-----

        """

    // MARK: Keys that are refused

    static let p384 = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEpXwQ8AueKJEVtSNa7qBROI7bLuj1Be5L
        KOHF56pS7ZDuQ9tRXFDizk51iDCReCu4R8q/tE2yh2N6Jh0kb/w8objS0iEJji1u
        IIifHtMm7fyPEeVA5My+d/1Yawx9426W
        -----END PUBLIC KEY-----
        """

    static let secp256k1 = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEs4QN9f1x5VUjl8Nd4x7X38HK6mC8DQ8C
        SylEo2PcRN6DwOByRE9b6CgzA2TJDu9EuOS+DRbpYy/8Bc+/FEoOfw==
        -----END PUBLIC KEY-----
        """

    static let ed448 = """
        -----BEGIN PUBLIC KEY-----
        MEMwBQYDK2VxAzoAYK98Jzv9KMWpSHFirm0pkLSfMuEB06YKWPFmes422fptGOFc
        qS+5mz06WLzDHyhLfZhr3s3SXcaA
        -----END PUBLIC KEY-----
        """

    static let x25519 = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VuAyEADVrHZsvrmW6M7n/WdRDrzPmYwxtsDz0gM6q6eGpBYl8=
        -----END PUBLIC KEY-----
        """

    static let rsa1024 = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCZli4a2i8anw6+8MPwYqugbWed
        OQYUnBcJ0pYNJgPSuvT/kPOoL7hHcMopO4Feu0Ln4HzFbZ/UeeXPeAbxCLPxNpoQ
        xkIXoah41WukUPa10mDOXSK8afAfr2LHpt9W1qjZ0fznaeV9IxrOU60e8FeAzWD2
        1gtvlriFNUsCToXyHQIDAQAB
        -----END PUBLIC KEY-----
        """

    /// A key for RSASSA-PSS only, which is another algorithm than RS256.
    static let rsaPSS = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBANgT+jZNAW2p/saYrOpK9qgM
        8CY4vQ689UnOufykP6GbKjtgfEo2UWEFmM1LnW8r77XcPwMUIWR4OFZ8v51g5dVo
        yJnvVMa0HJ8XR0BfOU5/Sr1RwJ7TM/zV9OQn4lWWlBKTmhGZh7BwweSVZ6EOq3g0
        qoUXAnNc87a7W+vecnT89ziERP+yAvPdVjv6u7Q+3v/2fFBt5wC8bNj/jys+PkQy
        dunghazNqEP1Lw97cJgY0iyHjnn+qU3igGQcxK4U4kgwx58kv8Zsj3CGXnJQfhms
        aUfIR04ZZBYiz41fvoDc6XEFR6BvvR+1yaT2GpN2YvIgc9NcUVR25CX+VJhMJ/kC
        AwEAAQ==
        -----END PUBLIC KEY-----
        """

    /// RFC 7515, appendix A.3.1, with its private part, which the world knows.
    static let privateP256 = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff
        H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp
        7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt
        -----END PRIVATE KEY-----
        """

    static let encryptedPrivate = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhN2z9cveO7iQICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEIuD2t5nMhueh/q0glERA5UEQKT+
        69uyIAhMGwa5ybITSOcx9gwwIhgCkTle1mToy6URhPJ7YED1d6WkCHRs/nnaPJap
        fN8O1y2v8M+2eiCkkH0=
        -----END ENCRYPTED PRIVATE KEY-----
        """
}
