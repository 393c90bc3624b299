import en from "@/words/en/overview.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
