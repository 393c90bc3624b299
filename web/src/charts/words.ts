import en from "@/words/en/charts.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
