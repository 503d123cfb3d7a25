# SPDX-License-Identifier: Apache-2.0
# Pass::OTP. Its reader of URIs returns the parameters as they stand in the text
# and checks nothing, so otpauth.parse is not claimed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Pass::OTP qw(hotp totp);
use Kit;

sub options {
    my ($in) = @_;
    return (
        secret    => unpack( 'H*', Kit::key($in) ),
        algorithm => lc $in->{algorithm},
        digits    => $in->{digits},
    );
}

Kit::serve(
    {   implementation =>
            { name => 'Pass::OTP', version => "$Pass::OTP::VERSION", language => 'perl' },
        capabilities => [qw(hotp.generate totp.generate sha1 sha256 sha512 t0 step)],
        limits       => { counterBits => 64 },
        policies     => {},
    },
    {   'hotp.generate' => sub {
            my ($in) = @_;
            return '' . hotp( options($in),
                counter => Kit::number( $in, 'counter', 'counter-out-of-range' ) );
        },
        'totp.generate' => sub {
            my ($in) = @_;
            return '' . totp(
                options($in),
                now          => Kit::number( $in, 'time', 'time-out-of-range' ),
                'start-time' => Kit::number( $in, 't0',   'time-out-of-range' ),
                period       => Kit::number( $in, 'step', 'step-out-of-range' ),
            );
        },
    },
    qr/(?!)/    # it refuses nothing
);
