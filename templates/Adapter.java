// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//     otpkit conform -- java Adapter.java
//
// It works as it is, with Java's own HMAC. Put your code into hotp, your
// name into HELLO, and claim there only what your code can do.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Adapter {
  // "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
  // Policies, where the standards leave a choice: names in vectors/README.md.
  static final String HELLO = """
      {"type":"hello","protocol":1,\
      "implementation":{"name":"my-otp","version":"0.1","language":"java"},\
      "capabilities":["hotp.generate","totp.generate",\
      "sha1","sha256","sha512","t0","step"],\
      "limits":{"digits":{"min":6,"max":9},"counterBits":64},"policies":{}}""";

  // ---- Your code goes here --------------------------------------------------

  /** The code of a counter; its 64 bits are unsigned. */
  static String hotp(String algorithm, byte[] key, long counter, int digits)
      throws Exception {
    Mac mac = Mac.getInstance("Hmac" + algorithm);    // HmacSHA1, HmacSHA256 …
    mac.init(new SecretKeySpec(key, "RAW"));
    byte[] sum = mac.doFinal(ByteBuffer.allocate(8).putLong(counter).array());
    int number = ByteBuffer.wrap(sum).getInt(sum[sum.length - 1] & 15);
    int power = (int) Math.pow(10, digits);
    return String.format("%0" + digits + "d", (number & 0x7fffffff) % power);
  }

  // ---- The protocol: no need to change anything below -----------------------

  /** The input is refused, for a reason that vectors/README.md lists. */
  static class Reject extends Exception {
    Reject(String category) { super(category); }
  }

  static void check(boolean isRight, String category) throws Reject {
    if (!isRight) throw new Reject(category);
  }

  // Java's library has no JSON. This reads what the kit sends: members that
  // are strings or numbers, in one or two levels of objects.
  static final Pattern MEMBER = Pattern.compile(
      "\"(\\w+)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9]+)\\s*[,}])");

  static Map<String, String> members(String json) {
    Map<String, String> members = new TreeMap<>();
    Matcher matcher = MEMBER.matcher(json);
    while (matcher.find()) {
      boolean isText = matcher.group(2) != null;
      members.put(matcher.group(1), matcher.group(isText ? 2 : 3));
    }
    return members;
  }

  static BigInteger number(String text, String category, BigInteger least,
      BigInteger most) throws Reject {
    check(text.matches("-?(0|[1-9][0-9]*)"), category);
    BigInteger number = new BigInteger(text);
    check(number.compareTo(least) >= 0 && number.compareTo(most) <= 0, category);
    return number;
  }

  static BigInteger power(int bits) {
    return BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
  }

  static String answer(String op, Map<String, String> field) throws Exception {
    String algorithm = field.get("algorithm"), key = field.get("key");
    check(algorithm.matches("SHA1|SHA256|SHA512"), "algorithm-unknown");
    check(key.matches("([0-9a-f]{2})*"), "key-malformed");
    check(!key.isEmpty(), "key-empty");
    check(field.get("digits").matches("[6-9]"), "digits-out-of-range");
    BigInteger counter;
    if (op.equals("hotp.generate")) {
      counter = number(field.get("counter"), "counter-out-of-range",
          BigInteger.ZERO, power(64));
    } else {
      BigInteger step = number(field.get("step"), "step-out-of-range",
          BigInteger.ONE, BigInteger.valueOf(86400));
      BigInteger t0 = new BigInteger(field.get("t0"));
      BigInteger time = number(field.get("time"), "time-out-of-range", t0,
          power(63));
      counter = time.subtract(t0).divide(step);
    }
    return hotp(algorithm, HexFormat.of().parseHex(key), counter.longValue(),
        Integer.parseInt(field.get("digits")));
  }

  static final Map<String, String> FIELDS = Map.of(
      "hotp.generate", "[algorithm, counter, digits, key]",
      "totp.generate", "[algorithm, digits, key, step, t0, time]");

  static String respond(String line) throws Exception {
    int start = line.indexOf("\"in\"");
    Map<String, String> request =
        members(start < 0 ? line : line.substring(0, start));
    if ("hello".equals(request.get("type"))) return HELLO;
    String id = request.get("id"), op = request.get("op");
    Map<String, String> field = members(line.substring(start));
    String head = "{\"id\":\"" + id + "\",";
    if (!field.keySet().toString().equals(FIELDS.get(op))) {
      return head + "\"unsupported\":{\"what\":\"op or fields\"}}";
    }
    try {
      return head + "\"value\":\"" + answer(op, field) + "\"}";
    } catch (Reject reason) {
      return head + "\"reject\":{\"category\":\"" + reason.getMessage() + "\"}}";
    } catch (Exception error) {         // a bug, in your code or in this file
      String text = error.toString().replaceAll("[\"\\\\\\p{Cntrl}]", "'");
      return head + "\"fault\":{\"message\":\"" + text + "\"}}";
    }
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream output = new PrintStream(System.out, true, "UTF-8");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    String line;
    while ((line = input.readLine()) != null) {
      if (line.contains("\"type\":\"bye\"")) break;
      String response;
      try {
        response = respond(line);
      } catch (Exception error) {       // a broken line must not end the adapter
        response = "{\"id\":null,\"fault\":{\"message\":\"broken line\"}}";
      }
      output.print(response + "\n");
      output.flush();
    }
  }
}
