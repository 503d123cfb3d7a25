# SPDX-License-Identifier: Apache-2.0
# Authen::OATH. It makes codes only; T0 is always 0. It takes the name of any class
# for a digest, but none that comes with Perl is SHA-256 or SHA-512 by its name
# alone, so SHA-1 is claimed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Authen::OATH;
use Kit;

sub oath {
    my ( $in, @more ) = @_;
    Kit::refuse('algorithm-unknown') if $in->{algorithm} ne 'SHA1';
    return Authen::OATH->new( digits => $in->{digits}, @more );
}

Kit::serve(
    {   implementation =>
            { name => 'Authen::OATH', version => "$Authen::OATH::VERSION", language => 'perl' },
        capabilities => [qw(hotp.generate totp.generate sha1 step)],
        limits       => { counterBits => 64 },
        policies     => {},
    },
    {   'hotp.generate' => sub {
            my ($in) = @_;
            return '' . oath($in)
                ->hotp( Kit::key($in), Kit::number( $in, 'counter', 'counter-out-of-range' ) );
        },
        'totp.generate' => sub {
            my ($in) = @_;
            my $step = Kit::number( $in, 'step', 'step-out-of-range' );
            return '' . oath( $in, timestep => $step )
                ->totp( Kit::key($in), Kit::number( $in, 'time', 'time-out-of-range' ) );
        },
    },
    qr/^Must request at least 6 digits/
);
