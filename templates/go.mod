module adapter

go 1.18

// Your library: its path and version, or the folder that it is in.
//
// require example.com/my-otp v0.1.0
// replace example.com/my-otp => ../my-otp
