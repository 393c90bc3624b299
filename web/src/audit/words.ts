import en from "@/words/en/audit.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
